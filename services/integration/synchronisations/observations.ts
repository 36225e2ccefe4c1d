// P4: a month of observations, streamed from the province to the intake of the service that owns them; never held whole.
import { Problem } from '#kernel/problem/problem.ts';
import { monthsOfPeriod, period } from '#kernel/values/period.ts';
import type { SynchronisationContext, SynchronisationResult, Synchronise } from './context.ts';

const contentType = 'application/x-ndjson';
const source = 'province';

const send = async (context: SynchronisationContext, month: string, key: string): Promise<SynchronisationResult> => {
  const { deps, synchronisation, signal } = context;
  const { county } = synchronisation;
  const [from, to] = [monthsOfPeriod(period(month)).at(0), monthsOfPeriod(period(month)).at(-1)];
  const bytes = await deps.province.stream('/observations/stream', { under: county, from, to }, signal);
  const { body: batch } = await deps.indicators.stream(
    'sendObservationBatch',
    { query: { county, source, period: month, mode: 'keep-good' } },
    { contentType, bytes },
    { idempotencyKey: key },
  );
  return { received: batch.rowCount, refused: batch.rejectedCount, batchId: batch.id };
};

/**
 * Sends the month. The key is derived from the synchronisation: an attempt whose answer was lost gets it again. Where the
 * province corrected values between two attempts the first one's key belongs to other bytes; the intake knows each row by its
 * revision, so that sending under a further key doubles nothing either.
 */
export const synchroniseObservations: Synchronise = async (context) => {
  const { id, period: month, attempt } = context.synchronisation;
  if (month === null) throw new Error('A synchronisation of P4 names a month.');
  const key = `synchronisation-${id}`;
  try {
    return await send(context, month, key);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'IDEMPOTENCY_KEY_REUSED') throw error;
    return send(context, month, `${key}-attempt-${attempt}`);
  }
};
