// A fixed number of places: whoever comes later waits for one.

/** Nobody left a place in time. */
export class NoPlace extends Error {
  constructor(waitMs: number) {
    super(`no place was free for ${waitMs} ms`);
    this.name = 'NoPlace';
  }
}

/** Runs work in one of the places. */
export interface Semaphore {
  /** Throws NoPlace when none is free within `waitMs`; without it the work waits as long as it takes. */
  within<T>(work: () => Promise<T>, waitMs?: number): Promise<T>;
}

/** Makes a semaphore of `places` places; who waits longest comes first. */
export const semaphore = (places: number): Semaphore => {
  let free = places;
  const queue: (() => void)[] = [];
  const enter = (waitMs: number | undefined): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        clearTimeout(late);
        resolve();
      };
      const giveUp = (): void => {
        queue.splice(queue.indexOf(admit), 1);
        reject(new NoPlace(waitMs ?? 0));
      };
      const late = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs);
      queue.push(admit);
    });
  };
  const leave = (): void => {
    const next = queue.shift();
    // The place goes from hand to hand, so that nobody slips in between.
    if (next === undefined) free += 1;
    else next();
  };
  return {
    within: async (work, waitMs) => {
      await enter(waitMs);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
