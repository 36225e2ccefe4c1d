// Installs a server once per machine: whole or not at all, under a lock, recognised when it is broken and then made anew.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '#tools/bootstrap/process.mjs';
import { withLock } from './lock.ts';
import { megabytes, type Progress } from './progress.ts';

/** What is to be installed and how. */
export type Installation = {
  readonly cacheDirectory: string;
  /** Name with version and hash of everything that decides the result, for example `nats-2.15.1-1f2e3d4c5b6a`. */
  readonly key: string;
  /** Files whose loss or change of size makes the installation broken, relative to its folder. */
  readonly essential: readonly string[];
  /** Fills an empty folder; the folder is moved to its place when this has succeeded. */
  readonly fill: (directory: string) => Promise<void>;
  readonly limitMs: number;
  readonly progress: Progress;
};

const markName = 'complete.json';
const noticeEveryMs = 5_000;

/** The folder of the installation when it is there and whole, else undefined. Writes nothing. */
export const existing = async (
  installation: Pick<Installation, 'cacheDirectory' | 'key'>,
): Promise<string | undefined> => {
  const directory = join(installation.cacheDirectory, installation.key);
  const mark = await readFile(join(directory, markName), 'utf8').catch(() => undefined);
  if (mark === undefined) return undefined;
  for (const [file, size] of Object.entries(sizesIn(mark))) {
    const found = await stat(join(directory, file)).catch(() => undefined);
    if (found?.size !== size) return undefined;
  }
  return directory;
};

const sizesIn = (mark: string): Record<string, number> => {
  try {
    const parsed: unknown = JSON.parse(mark);
    if (typeof parsed !== 'object' || parsed === null) return { [markName]: -1 };
    return Object.fromEntries(Object.entries(parsed).map(([file, size]) => [file, Number(size)]));
  } catch {
    // A mark that a full disk cut short is no mark: the impossible size makes the installation count as broken.
    return { [markName]: -1 };
  }
};

/** Returns the installation's folder, installing first where it is missing or broken. Two processes at once are safe. */
export const install = async (installation: Installation): Promise<string> => {
  const found = await existing(installation);
  if (found !== undefined) return found;
  const { cacheDirectory, key, progress } = installation;
  let noticed = 0;
  return withLock(
    join(cacheDirectory, `${key}.lock`),
    installation.limitMs,
    async () => (await existing(installation)) ?? (await installNow(installation)),
    (holder, waitedMs) => {
      if (waitedMs < noticed) return;
      noticed = waitedMs + noticeEveryMs;
      progress(`${key}: process ${holder.pid} is installing it, waiting (${Math.round(waitedMs / 1000)} s)`);
    },
  );
};

const installNow = async ({ cacheDirectory, key, essential, fill, progress }: Installation): Promise<string> => {
  const directory = join(cacheDirectory, key);
  await removeLeftovers(cacheDirectory, key);
  const partial = join(cacheDirectory, `${key}.partial-${process.pid}-${randomUUID().slice(0, 8)}`);
  await mkdir(partial, { recursive: true });
  try {
    await fill(partial);
    const sizes: Record<string, number> = {};
    for (const file of essential) sizes[file] = (await stat(join(partial, file))).size;
    await writeFile(join(partial, markName), JSON.stringify(sizes));
    await moveAway(directory);
    await rename(partial, directory);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  const total = Object.values(await essentialSizes(directory, essential)).reduce((sum, size) => sum + size, 0);
  progress(`${key}: installed in ${directory} (${megabytes(total)})`);
  return directory;
};

const essentialSizes = async (directory: string, essential: readonly string[]): Promise<number[]> =>
  Promise.all(essential.map(async (file) => (await stat(join(directory, file))).size));

/** Moves a broken installation aside before removing it, so that no moment shows half of it under the right name. */
const moveAway = async (directory: string): Promise<void> => {
  const aside = `${directory}.partial-0-${randomUUID().slice(0, 8)}`;
  const moved = await rename(directory, aside).then(
    () => true,
    () => false,
  );
  if (moved) await rm(aside, { recursive: true, force: true });
};

const removeLeftovers = async (cacheDirectory: string, key: string): Promise<void> => {
  for (const name of await readdir(cacheDirectory)) {
    const pid = new RegExp(`^${key.replaceAll('.', '\\.')}\\.partial-(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || (pid !== '0' && isAlive(Number(pid)))) continue;
    await rm(join(cacheDirectory, name), { recursive: true, force: true });
  }
};
