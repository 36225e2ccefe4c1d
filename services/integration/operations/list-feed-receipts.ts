// listFeedReceipts.
import type { components } from '#contracts/generated/integration.ts';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { hrSubscription } from '../deliveries/subscription.ts';
import type { IntegrationHandler } from '../handler.ts';
import { type FeedReceiptRow, listFeedReceiptsOf } from '../store/feed-receipts.ts';

const record = (row: FeedReceiptRow): components['schemas']['FeedReceipt'] => ({
  county: row.county,
  from: row.from_number,
  through: row.through_number,
  digest: row.digest,
  date: row.receipt_date,
  accepted: row.accepted,
  rejected: row.rejected,
  withdrawn: row.withdrawn,
});

/** The receipts for ranges of a county's feed, newest first. */
export const listFeedReceipts: IntegrationHandler<'listFeedReceipts'> = async ({ query }, call) => {
  const page = pageOf(query, ['serial']);
  const rows = await listFeedReceiptsOf(call.tx, query.county, hrSubscription(query.county), page);
  return { status: 200, body: paged(rows, page, (row) => [row.ordinal], record) };
};
