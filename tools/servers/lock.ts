// Work under a lock between processes, which is the bootstrap's: its holder is waited for, with a limit.
import { type LockHolder, waitForLock } from '#tools/bootstrap/lock.mjs';

const pollMs = 200;

/** What a waiter is told while somebody else holds the lock. */
export type Waiting = (holder: LockHolder, waitedMs: number) => void;

/**
 * Runs the work while holding the lock file; a holder that died loses it.
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
  const result = await waitForLock(path, { limitMs, pollMs, waiting });
  if ('holder' in result) {
    const seconds = Math.round(limitMs / 1000);
    throw new Error(`the lock ${path} was held for more than ${seconds} s by process ${result.holder.pid}`);
  }
  return () => Promise.resolve(result.release());
};
