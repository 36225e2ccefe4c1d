// P4: a month of observations, streamed from the province to the intake of the service that owns them; never held whole.
import { traceparentOf } from '#kernel/tracing/trace.ts';
import { monthsOfPeriod, period } from '#kernel/values/period.ts';
import { holdsRows } from '../partners/first-row.ts';
import type { SynchronisationContext, SynchronisationResult, Synchronise } from './context.ts';
import { underOwnKey } from './under-own-key.ts';

const contentType = 'application/x-ndjson';
const source = 'province';

const send = async (context: SynchronisationContext, month: string, key: string): Promise<SynchronisationResult> => {
  const { deps, synchronisation, signal } = context;
  const { county, trace } = synchronisation;
  const [from, to] = [monthsOfPeriod(period(month)).at(0), monthsOfPeriod(period(month)).at(-1)];
  const bytes = await deps.province.stream('/observations/stream', { under: county, from, to }, signal);
  // A month without rows is one: the intake, which has nothing to take then, is not asked.
  if (!(await holdsRows(bytes))) return { received: 0, refused: 0 };
  const { body: batch } = await deps.indicators.stream(
    'sendObservationBatch',
    { query: { county, source, period: month, mode: 'keep-good' } },
    { contentType, bytes },
    { idempotencyKey: key, traceparent: traceparentOf(trace) },
  );
  return { received: batch.rowCount, refused: batch.rejectedCount, batchId: batch.id };
};

/** Sends the month under a key of the synchronisation. The intake knows each row by its revision, so a second time doubles nothing. */
export const synchroniseObservations: Synchronise = async (context) => {
  const { id, period: month } = context.synchronisation;
  if (month === null) throw new Error('A synchronisation of P4 names a month.');
  return underOwnKey(`synchronisation-${id}`, (key) => send(context, month, key));
};
