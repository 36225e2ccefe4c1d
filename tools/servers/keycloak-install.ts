// Provides Keycloak's programs: the distribution from Maven's central repository, checked by hash and built once for our options.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpack } from './archive.ts';
import { CommandFailed, runCommand, withRetry } from './command.ts';
import { existing, type Installation, install } from './installation.ts';
import { javaProgram } from './java.ts';
import { megabytes, type Progress, withProgress } from './progress.ts';

export const keycloakVersion = '26.7.3';
const archiveName = `keycloak-quarkus-dist-${keycloakVersion}.zip`;
const archiveBytes = 176_710_367;
const archiveHash = '27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f';
const downloadLimitMs = 600_000;
const buildLimitMs = 300_000;
const attempts = 2;

const pom = fileURLToPath(new URL('keycloak-pom.xml', import.meta.url));
const mavenPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies';
const mavenFolder = join(homedir(), '.m2', 'repository', 'org', 'keycloak', 'keycloak-quarkus-dist', keycloakVersion);

// What the product and its tests don't use is left out of the build: it would only make the start slower.
const featuresOff = 'account,ciba,device-flow,kerberos,organization,par,passkeys,web-authn,impersonation';
const buildOptions = ['--db=dev-file', '--health-enabled=true', `--features-disabled=${featuresOff}`];

/** The folder of a built Keycloak, installed into the cache when it isn't there yet. Rejects with what is missing. */
export const keycloakFolder = async (cacheDirectory: string, progress: Progress): Promise<string> => {
  const installation = installationIn(cacheDirectory, progress);
  const found = await existing(installation);
  if (found !== undefined) return found;
  await javaProgram();
  return install(installation);
};

const installationIn = (cacheDirectory: string, progress: Progress): Installation => ({
  cacheDirectory,
  key: `keycloak-${keycloakVersion}-${fingerprint()}`,
  essential: ['lib/quarkus-run.jar', 'lib/quarkus/quarkus-application.dat', 'lib/quarkus/generated-bytecode.jar'],
  limitMs: (downloadLimitMs + buildLimitMs) * attempts,
  progress,
  fill: async (directory) => {
    const archive = await download(join(directory, 'download'), progress);
    await withProgress(progress, `Keycloak ${keycloakVersion}: unpacking`, buildLimitMs, () =>
      unpack(archive, directory, (name) => name.split('/').slice(1).join('/')),
    );
    await rm(join(directory, 'download'), { recursive: true });
    await build(directory, progress);
  },
});

/** Twelve digits that change when the archive or the options of the build do. */
export const fingerprint = (): string =>
  createHash('sha256')
    .update([archiveHash, ...buildOptions].join('\n'))
    .digest('hex')
    .slice(0, 12);

const download = async (directory: string, progress: Progress): Promise<string> => {
  const title = `Keycloak ${keycloakVersion}: downloading the distribution (${megabytes(archiveBytes)}) by Maven`;
  await withRetry(
    attempts,
    () => withProgress(progress, title, downloadLimitMs, () => downloadOnce(directory), downloaded),
    (error) => progress(`${title} failed: ${error instanceof Error ? error.message : String(error)}`),
  );
  return join(directory, archiveName);
};

const downloadOnce = async (directory: string): Promise<void> => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  const options = ['--quiet', '--batch-mode', '--strict-checksums', '--file', pom, mavenPlugin];
  await runCommand({
    program: process.platform === 'win32' ? 'mvn.cmd' : 'mvn',
    arguments: [...options, `-DoutputDirectory=${directory}`],
    limitMs: downloadLimitMs,
  });
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(join(directory, archiveName))) hash.update(chunk);
  if (hash.digest('hex') === archiveHash) return;
  // Maven would hand out the same damaged file for ever.
  await rm(mavenFolder, { recursive: true, force: true });
  throw new CommandFailed(`${archiveName} is not the file that was pinned: its hash differs`);
};

const downloaded = async (): Promise<string> =>
  `${megabytes(await largestIn(mavenFolder))} of ${megabytes(archiveBytes)}`;

const largestIn = async (directory: string): Promise<number> => {
  const names = await readdir(directory).catch(() => []);
  const sizes = await Promise.all(names.map((name) => stat(join(directory, name)).then(({ size }) => size)));
  return Math.max(0, ...sizes);
};

const build = async (directory: string, progress: Progress): Promise<void> => {
  const script = join(directory, 'bin', process.platform === 'win32' ? 'kc.bat' : 'kc.sh');
  await withProgress(progress, `Keycloak ${keycloakVersion}: building for our options`, buildLimitMs, () =>
    runCommand({ program: script, arguments: ['build', ...buildOptions], limitMs: buildLimitMs }),
  );
};
