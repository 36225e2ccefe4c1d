// Work that is done again and again until it is stopped.
import { bell } from './bell.ts';

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
