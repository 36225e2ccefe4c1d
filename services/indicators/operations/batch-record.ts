// A batch of observations as the contract shows it.
import type { components } from '#contracts/generated/indicators.ts';
import type { BatchRecord } from '../store/observation-batch-row.ts';

/** The record of a batch: all that its row says but which try it was. */
export const batchRecord = (batch: BatchRecord): components['schemas']['ObservationBatch'] => {
  const { id, county, source, sender, period, mode, state, digest, setId, receivedOn, position } = batch;
  const { rowCount, addedCount, supersededCount, unchangedCount, rejectedCount, blankCount } = batch;
  const counts = { rowCount, addedCount, supersededCount, unchangedCount, rejectedCount };
  const blanks = blankCount === null ? {} : { blankCount };
  return { id, county, source, sender, period, mode, state, digest, ...counts, ...blanks, setId, receivedOn, position };
};
