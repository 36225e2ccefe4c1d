// The workers of integration: one loop for synchronisations, one for what is put to the province. Any instance may run them.
import { loop } from '#kernel/waiting/loop.ts';
import type { WorkerDeps } from '../deps.ts';
import { dueSynchronisations } from '../domain/synchronisation.ts';
import { dueProvinceDeliveries } from '../store/province-deliveries.ts';
import { runningSynchronisations } from '../store/running-synchronisations.ts';
import { putUnitResult } from './put-unit-result.ts';
import { synchronise } from './synchronise.ts';

/** The running workers. */
export interface Workers {
  /** Looks for work now: a hint after a commit, no harm when it is left out. */
  wake(): void;
  /** Stops what is in hand, gives it back for another instance, and resolves when that is done. */
  stop(): Promise<void>;
}

/** Starts the workers. Whoever starts them stops them before the databases are closed. */
export const startWorkers = (deps: WorkerDeps): Workers => {
  const { exchangeDatabase, limits, logger } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const inHand = new Map<string, Promise<void>>();

  const synchroniseRound = async (): Promise<void> => {
    const running = await exchangeDatabase.read('exchange', runningSynchronisations);
    // Counties do not wait for each other: a partner that hangs for one is asked for the others all the same.
    for (const due of dueSynchronisations(running)) {
      if (inHand.has(due.id) || signal.aborted) continue;
      const work = synchronise(deps, due, signal)
        .catch((error: unknown) =>
          logger.error({ err: error, synchronisation: due.id }, 'a synchronisation is left to its lease'),
        )
        .finally(() => {
          inHand.delete(due.id);
          synchronising.wake();
        });
      inHand.set(due.id, work);
    }
  };
  const deliverRound = async (): Promise<number | void> => {
    const due = await exchangeDatabase.read('exchange', dueProvinceDeliveries);
    for (const work of due) {
      if (signal.aborted) return undefined;
      await putUnitResult(deps, work, signal);
    }
    // There may be more than one round takes.
    return due.length === 0 ? undefined : 0;
  };
  const failed = (error: unknown): void =>
    logger.warn({ err: error }, 'work could not be looked for and will be again');
  const synchronising = loop(limits.pollMs, synchroniseRound, failed);
  const delivering = loop(limits.pollMs, deliverRound, failed);
  return {
    wake: () => {
      synchronising.wake();
      delivering.wake();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([synchronising.stop(), delivering.stop()]);
      await Promise.all(inHand.values());
    },
  };
};
