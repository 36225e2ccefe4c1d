// Waiting that can be cut short: for a time, until woken, or until the process stops.

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

/** A loop that runs until it is stopped. */
export interface Loop {
  wake(): void;
  /** Resolves when the round in hand is finished. */
  stop(): Promise<void>;
}

/**
 * Runs `round` again and again: after `restMs`, or at once when woken. A round gives the time to rest when it wants another
 * than `restMs`. What it throws goes to `failed`, and the loop goes on.
 */
export const loop = (restMs: number, round: () => Promise<number | void>, failed: (error: unknown) => void): Loop => {
  const alarm = bell();
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let rest: number | void = restMs;
      try {
        rest = await round();
      } catch (error) {
        failed(error);
      }
      if (!stopping.signal.aborted) await alarm.wait(rest ?? restMs);
    }
  };
  const finished = run();
  return {
    wake: () => alarm.ring(),
    stop: async () => {
      stopping.abort();
      alarm.ring();
      await finished;
    },
  };
};

/** A wait that doubles with each try, up to a most, with up to half of it taken off at random so that many don't come at once. */
export const backoff = (tries: number, firstMs: number, mostMs: number, random: () => number = Math.random): number => {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(tries, 30));
  return Math.round(full * (1 - random() / 2));
};

/** Waits `ms`, or less when the signal is given. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, signal.aborted ? 0 : ms);
    signal.addEventListener('abort', finish);
  });
