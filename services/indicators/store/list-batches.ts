// A page of a county's batches, newest first.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { Scoped } from '#kernel/scope/scope.ts';
import { seesBatch } from './find-batch.ts';
import { type BatchRecord, batchColumns, batchOf } from './observation-batch-row.ts';
import type { DB } from './tables.ts';

/** What the list is asked for. */
export interface BatchFilter {
  readonly county: string;
  readonly source?: string;
  readonly period?: string;
}

/** One batch more than the page shows, if there is one; none for who sees a part of the county alone. */
export const listBatchesOf = async (
  tx: Transaction<DB>,
  caller: Scoped,
  filter: BatchFilter,
  page: PageRequest,
): Promise<BatchRecord[]> => {
  const { county, source, period } = filter;
  const [receivedOn, id] = page.after ?? [];
  let query = tx
    .selectFrom('observation_batch')
    .select(batchColumns)
    .where('county', '=', county)
    .where(seesBatch(caller));
  if (source !== undefined) query = query.where('source', '=', source);
  if (period !== undefined) query = query.where('period', '=', period);
  if (receivedOn !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('received_on', 'id'), '<', where.tuple(receivedOn, id)));
  const rows = await query
    .orderBy('received_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(batchOf);
};
