// Waiting with a limit, for work whose failure changes nothing.
import { setTimeout as delay } from 'node:timers/promises';

/** Waits for the work, but not longer than the limit and not for its failure: a lost connection must not hold up a stop. */
export const within = async (limitMs: number, work: Promise<unknown>): Promise<void> => {
  const timer = new AbortController();
  await Promise.race([
    work.catch(() => undefined),
    delay(limitMs, undefined, { signal: timer.signal }).catch(() => undefined),
  ]);
  timer.abort();
};
