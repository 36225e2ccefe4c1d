// A fixed number of places: whoever comes later waits for one.

/** Runs work in one of the places. */
export interface Semaphore {
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** Makes a semaphore of `places` places; who waits longest comes first. */
export const semaphore = (places: number): Semaphore => {
  let free = places;
  const queue: (() => void)[] = [];
  const enter = (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => queue.push(resolve));
  };
  const leave = (): void => {
    const next = queue.shift();
    // The place goes from hand to hand, so that nobody slips in between.
    if (next === undefined) free += 1;
    else next();
  };
  return {
    within: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
