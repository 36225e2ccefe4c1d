// Receipts for ranges of a feed: one more, and a page of them.
import { type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { DB, FeedReceipt } from './tables.ts';

const columns = [
  'county',
  'ordinal',
  'from_number',
  'through_number',
  'digest',
  'receipt_date',
  'accepted',
  'rejected',
  'withdrawn',
] as const;

/** A receipt as it is kept. Numbers as digits. */
export type FeedReceiptRow = Pick<Selectable<FeedReceipt>, (typeof columns)[number]>;

/** Stores a receipt of a subscription; one of the same range that is there already stays. */
export const insertFeedReceipt = async (
  tx: Transaction<DB>,
  subscription: string,
  receipt: Omit<FeedReceiptRow, 'ordinal'>,
): Promise<void> => {
  await tx
    .insertInto('feed_receipt')
    .values({ ...receipt, subscription })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** One receipt more than the page shows, if there is one, newest first. */
export const listFeedReceiptsOf = (
  tx: Transaction<DB>,
  county: string,
  subscription: string,
  page: PageRequest,
): Promise<FeedReceiptRow[]> => {
  const [before] = page.after ?? [];
  const query = tx
    .selectFrom('feed_receipt')
    .select(columns)
    .where('county', '=', county)
    .where('subscription', '=', subscription);
  const behind = before === undefined ? query : query.where(sql<SqlBool>`ordinal < ${before}::bigint`);
  return behind
    .orderBy('ordinal', 'desc')
    .limit(page.limit + 1)
    .execute();
};
