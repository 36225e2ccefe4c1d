// listObservationBatches.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { listBatchesOf } from '../store/list-batches.ts';
import { batchRecord } from './batch-record.ts';

/** The batches of a county, newest first, of one source or period where the query names it. */
export const listObservationBatches: IndicatorsHandler<'listObservationBatches'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const rows = await listBatchesOf(call.tx, call.caller, query, page);
  return { status: 200, body: paged(rows, page, (row) => [row.receivedOn, row.id], batchRecord) };
};
