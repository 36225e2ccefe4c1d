// listFeedRecords: what HR is due behind a delivery number.
import type { components } from '#contracts/generated/integration.ts';
import { type FeedItem, readFeed } from '#kernel/exchange/feed.ts';
import { pageLimitDefault } from '#kernel/operation/page.ts';
import { sha256 } from '#kernel/values/canonical-json.ts';
import { hrSubscription } from '../deliveries/subscription.ts';
import type { IntegrationHandler } from '../handler.ts';
import { markSent } from '../store/deliveries.ts';

type FeedRecord = components['schemas']['FeedRecord'];

const feedRecord = ({ number, recordType, recordKey, version, body }: FeedItem): FeedRecord => ({
  deliveryNumber: String(number),
  recordKey,
  version,
  // Entries of this feed are made by `makeDelivery` alone, which types them.
  kind: recordType as FeedRecord['kind'],
  body: JSON.parse(body) as FeedRecord['body'],
  digest: sha256(body),
});

/** Gives the records behind `after` in the order of their numbers, and marks what is read for the first time as sent. */
export const listFeedRecords: IntegrationHandler<'listFeedRecords'> = async ({ query }, call) => {
  const subscription = hrSubscription(query.county);
  const limit = query.limit ?? pageLimitDefault;
  const { items } = await readFeed(call.tx, subscription, Number(query.after ?? '0'), limit + 1);
  const records = items.slice(0, limit).map(feedRecord);
  const numbers = records.map(({ deliveryNumber }) => deliveryNumber);
  await markSent(call.tx, subscription, numbers);
  const next = items.length > limit ? (numbers.at(-1) ?? null) : null;
  call.about(subscription);
  return { status: 200, body: { records, next } };
};
