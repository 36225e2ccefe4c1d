// The folder of all data of an embedded system: made and marked as ours, locked by one process at a time, emptied by --fresh.
import { access, constants, mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type LockHolder, tryLock } from '#tools/bootstrap/lock.mjs';
import { serverAccount } from '#tools/postgres/account.ts';
import { folderOfData, nearestExisting, placeAt, removeData, standIn } from '#tools/postgres/data.ts';
import { runningPostmaster, stopPostmaster } from '#tools/postgres/postmaster.ts';
import { StartFailure } from './sentences.ts';

/** Below this a start is refused: the short year with its logs takes a part of it, and PostgreSQL must be able to recover. */
export const neededBytes: number = 1024 ** 3;

const bytesPerMegabyte = 1024 ** 2;
const markerName = 'jixiao-data.txt';
const lockName = 'start.lock';
const markerText = 'This folder holds the data of an embedded Jixiao (绩效). `npm start -- --fresh` empties it.\n';
// What a fresh file system or file manager puts into an empty folder by itself.
const meaningless = new Set(['lost+found', '.DS_Store']);

/** How much the disk of a folder can still take, in bytes; tests pass a probe of their own. */
export type FreeBytes = (folder: string) => Promise<number>;

/** The space that an ordinary account may use on the disk of a folder, in bytes. */
export const freeBytes: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** The part of the data folder that PostgreSQL has. */
export const postgresFolder = (folder: string): string => join(folder, 'postgres');

/** Makes a folder with those above it. Node's own `recursive` tries for ever where a file system takes no folders, as /proc. */
async function makeFolder(folder: string): Promise<void> {
  const made = await tryToMake(folder);
  if (made) return;
  await makeFolder(dirname(folder));
  if (!(await tryToMake(folder))) throw new StartFailure('FOLDER_IMPOSSIBLE', { folder });
}

/** Whether the folder is there now; not where the one above it is missing. */
async function tryToMake(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return false;
    if (code !== 'EEXIST') throw error;
  }
  return true;
}

/** Makes the folder, or makes sure that it is ours. NOT_A_FOLDER, FOLDER_IMPOSSIBLE, NOT_A_DATA_FOLDER; file errors pass through. */
export async function prepareFolder(folder: string): Promise<void> {
  const known = await stat(folder).catch(() => undefined);
  if (known !== undefined && !known.isDirectory()) throw new StartFailure('NOT_A_FOLDER', { folder });
  await makeFolder(folder);
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  const names = (await readdir(folder)).filter((name) => !meaningless.has(name));
  if (names.includes(markerName)) return;
  // --fresh deletes what is in the folder: a folder of other things is never taken for ours.
  if (names.length > 0) throw new StartFailure('NOT_A_DATA_FOLDER', { folder });
  await writeFile(join(folder, markerName), markerText);
}

/** Takes the folder for this process; returns what gives it back. ALREADY_RUNNING. */
export function lockFolder(folder: string): () => void {
  const result = tryLock(join(folder, lockName));
  if ('release' in result) return result.release;
  const { pid, since }: LockHolder = result.holder;
  throw new StartFailure('ALREADY_RUNNING', { folder, pid, since });
}

/** Refuses a disk that is nearly full before anything is begun: the one on which the database will lie. DISK_LOW. */
export async function requireSpace(dataFolder: string, isFresh: boolean, probe: FreeBytes): Promise<void> {
  // Data in a folder that is closed to the database's account lie elsewhere, maybe on another disk.
  const database = await folderOfData(postgresFolder(dataFolder), await serverAccount(), isFresh);
  const folder = await nearestExisting(database);
  const free = await probe(folder);
  if (free >= neededBytes) return;
  const megabytes = (bytes: number): number => Math.floor(bytes / bytesPerMegabyte);
  throw new StartFailure('DISK_LOW', { folder, free: megabytes(free), needed: megabytes(neededBytes) });
}

/** Deletes all data in the locked folder, and what had to be kept elsewhere; a database that an earlier start left is stopped. */
export async function emptyFolder(folder: string): Promise<void> {
  const database = postgresFolder(folder);
  for (const place of [placeAt(database), placeAt(standIn(database))]) {
    const orphan = await runningPostmaster(place.cluster);
    if (orphan !== undefined) await stopPostmaster(orphan);
  }
  await removeData(database);
  const kept = [markerName, lockName];
  for (const name of await readdir(folder)) {
    if (!kept.includes(name) && !meaningless.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
