// Working under a claim: it is renewed while the work goes on, and the work is told to stop when the claim is lost.
import type { Logger } from 'pino';
import type { WorkerDeps } from '../deps.ts';
import { renewClaim, type Work, type WorkTable } from './claims.ts';

/** Why work is stopped from outside. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * Runs work under a claim. The signal is given when the process stops or when the claim was lost: nothing may be written then.
 * A third of the lease passes between renewals.
 */
export const underClaim = async <T>(
  deps: Pick<WorkerDeps, 'database' | 'limits'> & { readonly logger: Logger },
  held: { readonly table: WorkTable; readonly work: Work; readonly claim: string; readonly stopping: AbortSignal },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { database, limits, logger } = deps;
  const { table, work, claim, stopping } = held;
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    const scope = { counties: [work.county] };
    const kept = await database.transact(scope, (tx) => renewClaim(tx, table, work, claim, limits.leaseMs));
    if (!kept) lost.abort(new Stopped('The claim was lost.'));
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => logger.warn({ err: error, work: work.id }, 'a claim could not be renewed'));
  }, limits.leaseMs / 3);
  try {
    return await run(AbortSignal.any([stopping, lost.signal]));
  } finally {
    clearInterval(timer);
  }
};
