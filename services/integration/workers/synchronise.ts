// Working on one synchronisation: claimed, tried, ended or put back.
import { randomUUID } from 'node:crypto';
import { continueTrace } from '#kernel/tracing/trace.ts';
import { backoff } from '#kernel/waiting/backoff.ts';
import type { WorkerDeps } from '../deps.ts';
import type { RunningSynchronisation } from '../domain/synchronisation.ts';
import { PartnerFailure } from '../partners/failure.ts';
import { endSynchronisation } from '../store/end-synchronisation.ts';
import { findSynchronisation } from '../store/list-synchronisations.ts';
import { dataSetOf } from '../store/synchronisation-row.ts';
import type { Synchronisation, SynchronisationContext, SynchronisationResult } from '../synchronisations/context.ts';
import { synchronisations } from '../synchronisations/table.ts';
import { claimWork, releaseClaim } from './claims.ts';
import { attemptFailure, shownFailure } from './failure.ts';
import { underClaim } from './hold.ts';

const table = 'synchronisation';

const claimed = async (
  deps: WorkerDeps,
  { id, county }: RunningSynchronisation,
  claim: string,
): Promise<Synchronisation | undefined> =>
  deps.database.transact({ counties: [county] }, async (tx) => {
    if (!(await claimWork(tx, table, { county, id }, claim, deps.limits.leaseMs))) return undefined;
    const row = await findSynchronisation(tx, id);
    if (row === undefined) return undefined;
    const trace = continueTrace(row.traceparent ?? undefined);
    return { id, county, dataSet: dataSetOf(row), period: row.period, attempt: row.attempts, trace };
  });

const attempt = (
  deps: WorkerDeps,
  synchronisation: Synchronisation,
  signal: AbortSignal,
): Promise<SynchronisationResult> => {
  const { id, county, dataSet, trace } = synchronisation;
  const context: SynchronisationContext = {
    deps,
    synchronisation,
    signal,
    logger: deps.logger.child({ synchronisation: id, dataSet, trace_id: trace.traceId }),
    transact: (work) => {
      // A worker that lost its claim writes nothing any more.
      signal.throwIfAborted();
      return deps.database.transact({ counties: [county] }, work);
    },
  };
  return synchronisations[dataSet](context);
};

const settle = async (
  deps: WorkerDeps,
  synchronisation: Synchronisation,
  claim: string,
  { error, stopped }: { readonly error: unknown; readonly stopped: boolean },
): Promise<void> => {
  const { id, county, attempt: tries, trace } = synchronisation;
  const { retryFirstMs, retryMostMs, synchronisationAttemptsMax } = deps.limits;
  const { mayPass, failure } = attemptFailure(error);
  deps.logger.warn({ err: error, synchronisation: id, attempt: tries, stopped }, 'a synchronisation was not completed');
  await deps.database.transact({ counties: [county] }, (tx) => {
    if (stopped) return releaseClaim(tx, table, { county, id }, claim, { waitMs: 0, counts: false });
    if (mayPass && tries < synchronisationAttemptsMax) {
      const waitMs = backoff(tries - 1, retryFirstMs, retryMostMs);
      return releaseClaim(tx, table, { county, id }, claim, { waitMs, counts: true });
    }
    const sentence = shownFailure(failure, trace.traceId).zh;
    return endSynchronisation(tx, { county, id }, claim, { state: 'failed', sentence, ...failure });
  });
};

/** A process that ends in the middle of each try counts tries too: past the limit there is no further one. */
const requireTry = ({ limits }: WorkerDeps, { attempt: tries }: Synchronisation): void => {
  const most = limits.synchronisationAttemptsMax;
  if (tries > most) throw new PartnerFailure('unusable', { code: 'TRIES_USED_UP', params: { limit: most } });
};

/** Works on one that is due. Whatever happens, it is ended or put back; a crash leaves a claim that runs out. */
export const synchronise = async (
  deps: WorkerDeps,
  due: RunningSynchronisation,
  stopping: AbortSignal,
): Promise<void> => {
  const claim = randomUUID();
  const synchronisation = await claimed(deps, due, claim);
  if (synchronisation === undefined) return;
  const { id, county } = synchronisation;
  try {
    requireTry(deps, synchronisation);
    const result = await underClaim(deps, { table, work: { county, id }, claim, stopping }, (signal) =>
      attempt(deps, synchronisation, signal),
    );
    await deps.database.transact({ counties: [county] }, (tx) =>
      endSynchronisation(tx, { county, id }, claim, { state: 'completed', ...result }),
    );
  } catch (error) {
    await settle(deps, synchronisation, claim, { error, stopped: stopping.aborted });
  }
  deps.committed();
};
