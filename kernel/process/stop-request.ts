// A process that is told to stop, also while it starts.
import { setTimeout as delay } from 'node:timers/promises';

/** Told to stop while it starts, a process gives its start so long to come to an end. */
export const startGraceMs = 10_000;

/** The start had begun nothing that would have to be finished, and was given up. */
export class StartGivenUp extends Error {
  constructor() {
    super('the start was given up');
    this.name = 'StartGivenUp';
  }
}

/** The start did not come to an end within its time, neither up nor failed. */
export class StartLate extends Error {
  constructor() {
    super('the start did not come to an end');
    this.name = 'StartLate';
  }
}

/** Settles at the first SIGTERM or SIGINT, and never otherwise. From here on neither ends the process by itself. */
export const stopRequested = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });

/** Waits for a step of a start for which nobody need wait once it is to stop: then it throws StartGivenUp. */
export const unlessStopped = <T>(step: Promise<T>, stopping: Promise<void>): Promise<T> => {
  const givenUp = stopping.then(() => {
    throw new StartGivenUp();
  });
  return Promise.race([step, givenUp]);
};

/**
 * Waits for a whole start. Calls may come in before its end: told to stop meanwhile, it still comes up, so that it can end in
 * order. Throws StartLate when it has not come to its end `graceMs` after that.
 */
export const startedInTime = <T>(
  starting: Promise<T>,
  stopping: Promise<void>,
  graceMs: number = startGraceMs,
): Promise<T> => {
  const tooLate = stopping.then(async () => {
    await delay(graceMs);
    throw new StartLate();
  });
  return Promise.race([starting, tooLate]);
};
