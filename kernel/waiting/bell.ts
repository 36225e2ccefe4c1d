// A wait that can be cut short by a ring.

/** Wakes a loop. A ring that comes while nobody waits is remembered. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, after `ms`, or at once when it has been rung since the last wait. */
  wait(ms: number): Promise<void>;
}

/** Makes a bell. */
export const bell = (): Bell => {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      if (wake === undefined) rung = true;
      else wake();
    },
    wait: (ms) => {
      if (rung) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(finish, ms);
        wake = finish;
      });
    },
  };
};
