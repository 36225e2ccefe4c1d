// getObservationBatch.
import { problem } from '#kernel/problem/problem.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { findBatch } from '../store/find-batch.ts';
import { batchRecord } from './batch-record.ts';

/** One batch with its counts. NOT_FOUND also for another county's, and for who sees a part of the county alone. */
export const getObservationBatch: IndicatorsHandler<'getObservationBatch'> = async ({ path }, call) => {
  const batch = await findBatch(call.tx, call.caller, path.batchId);
  if (batch === undefined) throw problem('NOT_FOUND', { what: '观测值批次' });
  return { status: 200, body: batchRecord(batch) };
};
