// sendFeedReceipt: a range of the feed confirmed as a whole, with its exceptions (exchange rule E16).
import { readFeed } from '#kernel/exchange/feed.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { hrSubscription } from '../deliveries/subscription.ts';
import { takeReceipt } from '../deliveries/take-receipt.ts';
import {
  decideFeedReceipt,
  type FeedReceipt,
  type FeedReceiptRefusal,
  feedReceiptMax,
  type HeldRange,
} from '../domain/feed-receipt.ts';
import type { IntegrationCall, IntegrationHandler } from '../handler.ts';
import { lockNumbered } from '../store/deliveries.ts';
import type { DeliveryRow } from '../store/delivery-row.ts';
import { insertFeedReceipt } from '../store/feed-receipts.ts';
import { acknowledgedDelivery } from './acknowledged-delivery.ts';
import { acknowledgementProblem } from './acknowledgement-problem.ts';

interface LockedRange {
  readonly held: HeldRange;
  readonly rows: ReadonlyMap<string, DeliveryRow>;
}

/** What the feed holds in the bounds, its records locked. */
const lockRange = async (
  { tx }: Pick<IntegrationCall, 'tx'>,
  subscription: string,
  { from, through }: FeedReceipt,
): Promise<LockedRange> => {
  const position = { after: Number(from) - 1, through: Number(through), limit: feedReceiptMax };
  const { items, digest, more } = await readFeed(tx, subscription, position);
  const records = items.filter(({ kind }) => kind === 'record').map(({ number }) => String(number));
  const rows = await lockNumbered(tx, subscription, records);
  const deliveries = items.map(({ number }) => {
    const row = rows.get(String(number));
    return {
      deliveryNumber: String(number),
      delivery: row === undefined ? 'withdrawn' : acknowledgedDelivery(row),
    } as const;
  });
  return { held: { digest, deliveries, more }, rows };
};

const problemOf = (refusal: FeedReceiptRefusal, { from, through }: FeedReceipt): Problem => {
  const at = `/body${refusal.at}`;
  if (refusal.refused === 'ENTRY')
    return acknowledgementProblem(refusal.refusal, refusal.deliveryNumber, { entry: at, number: at });
  const { digest } = refusal;
  const faults = [{ pointer: at, code: refusal.refused, expected: digest }];
  return problem('RANGE_DIFFERS', { from, through, digest }, { faults });
};

/**
 * Takes a receipt whole or refuses it with the place in `errors`: VALUE_INVALID, DELIVERY_UNKNOWN for a bound that the feed never
 * gave, RANGE_DIFFERS, STATE_CONFLICT for a record that was not read or of which something else was said. What was said before
 * changes nothing.
 */
export const sendFeedReceipt: IntegrationHandler<'sendFeedReceipt'> = async ({ query: { county }, body }, call) => {
  const today = await call.today(county);
  const subscription = hrSubscription(county);
  const { held, rows } = await lockRange(call, subscription, body);
  const taken = decideFeedReceipt(held, body, today);
  if ('refused' in taken) throw problemOf(taken, body);
  for (const { deliveryNumber, receipt } of taken.receipts) {
    const row = rows.get(deliveryNumber);
    if (row === undefined) throw new Error('A delivery that is not there can not have a receipt.');
    await takeReceipt(call, row, receipt);
  }
  const { from, through, digest, date } = body;
  const { accepted, rejected, withdrawn } = taken;
  const counts = { accepted, rejected, withdrawn };
  const numbers = { from_number: from, through_number: through };
  await insertFeedReceipt(call.tx, subscription, { county, ...numbers, digest, receipt_date: date, ...counts });
  call.about(subscription);
  return { status: 201, body: { county, from, through, digest, date, ...counts } };
};
