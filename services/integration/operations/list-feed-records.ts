// listFeedRecords: what HR is due behind a delivery number.
import type { components } from '#contracts/generated/integration.ts';
import { type FeedItem, type FeedPage, readFeed } from '#kernel/exchange/feed.ts';
import { pageLimitDefault } from '#kernel/operation/page.ts';
import { hrSubscription } from '../deliveries/subscription.ts';
import type { IntegrationHandler } from '../handler.ts';
import { markSent } from '../store/deliveries.ts';

type FeedRecord = components['schemas']['FeedRecord'];

const feedRecord = ({ number, recordType, recordKey, version, body, digest }: FeedItem): FeedRecord => ({
  deliveryNumber: String(number),
  recordKey,
  version,
  // Entries of this feed are made by `makeDelivery` alone, which types them.
  kind: recordType as FeedRecord['kind'],
  body: JSON.parse(body) as FeedRecord['body'],
  digest,
});

const withdrawnRecord = ({ number, recordKey, version }: FeedItem): components['schemas']['WithdrawnRecord'] => ({
  deliveryNumber: String(number),
  recordKey,
  version,
});

const rangeOf = ({ items, digest }: FeedPage): components['schemas']['FeedRange'] | null => {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { from: String(first.number), through: String(last.number), count: items.length, digest };
};

/** Gives the records behind `after` in the order of their numbers, and marks what is read for the first time as sent. */
export const listFeedRecords: IntegrationHandler<'listFeedRecords'> = async ({ query }, call) => {
  const subscription = hrSubscription(query.county);
  const after = Number(query.after ?? '0');
  const page = await readFeed(call.tx, subscription, { after, limit: query.limit ?? pageLimitDefault });
  const records = page.items.filter(({ kind }) => kind === 'record').map(feedRecord);
  const withdrawn = page.items.filter(({ kind }) => kind === 'withdrawn').map(withdrawnRecord);
  const numbers = records.map(({ deliveryNumber }) => deliveryNumber);
  await markSent(call.tx, subscription, numbers);
  call.about(subscription);
  const next = page.more ? String(page.through) : null;
  return { status: 200, body: { records, withdrawn, range: rangeOf(page), next } };
};
