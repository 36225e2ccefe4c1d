// A page of a batch's rejected rows, by line.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { RejectedRowRecord } from './insert-batch.ts';
import type { DB } from './tables.ts';

/** One row more than the page shows, if there is one. */
export const listRejectedRowsOf = (
  tx: Transaction<DB>,
  batchId: string,
  page: PageRequest,
): Promise<RejectedRowRecord[]> =>
  tx
    .selectFrom('rejected_row')
    .select(['line', 'code', 'field', 'reason', 'reason_in_english as reasonInEnglish', 'content'])
    .where('batch_id', '=', batchId)
    .where('line', '>', Number(page.after?.[0] ?? 0))
    .orderBy('line')
    .limit(page.limit + 1)
    .execute();
