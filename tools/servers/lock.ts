// A lock between processes of one machine: a file that names its holder and is touched while the holder lives.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const touchEveryMs = 2_000;
const staleAfterMs = 20_000;
const pollMs = 200;

/** What a waiter is told while somebody else holds the lock. */
export type Waiting = (holder: string, waitedMs: number) => void;

/**
 * Runs the work while holding the lock file. A holder that died is recognised by the file's age (its touch stops) or its pid.
 * The work must still end in an atomic rename: the lock saves double work, the rename keeps what is installed whole.
 */
export const withLock = async <T>(
  path: string,
  limitMs: number,
  work: () => Promise<T>,
  waiting?: Waiting,
): Promise<T> => {
  const release = await holdLock(path, limitMs, waiting);
  try {
    return await work();
  } finally {
    await release();
  }
};

/** Takes the lock file and keeps it until the returned function is called. */
export const holdLock = async (path: string, limitMs: number, waiting?: Waiting): Promise<() => Promise<void>> => {
  await mkdir(dirname(path), { recursive: true });
  const own = `${process.pid} ${randomUUID()}`;
  await acquire(path, own, limitMs, waiting);
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, touchEveryMs);
  touch.unref();
  return async () => {
    clearInterval(touch);
    if ((await contentOf(path)) === own) await rm(path, { force: true });
  };
};

const acquire = async (path: string, own: string, limitMs: number, waiting?: Waiting): Promise<void> => {
  const began = Date.now();
  for (;;) {
    if (await created(path, own)) return;
    await removeIfStale(path);
    const waited = Date.now() - began;
    if (waited > limitMs) throw new Error(`the lock ${path} was held for more than ${Math.round(limitMs / 1000)} s`);
    waiting?.((await contentOf(path))?.split(' ')[0] ?? '', waited);
    await delay(pollMs);
  }
};

const created = async (path: string, own: string): Promise<boolean> => {
  try {
    await writeFile(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

const removeIfStale = async (path: string): Promise<void> => {
  const holder = await contentOf(path);
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  // An empty file is one whose holder is just writing its name.
  const dead = holder !== undefined && holder !== '' && !alive(Number(holder.split(' ')[0]));
  if (!dead && age < staleAfterMs) return;
  // Of several waiters one wins the rename; what it moved away is no lock any more.
  const aside = `${path}.stale-${randomUUID()}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (moved) await rm(aside, { force: true });
};

/** Whether a process with this id runs; one of another user counts as running. */
export const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const contentOf = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').then(
    (text) => text,
    () => undefined,
  );
