// A partner's receipt for a range of its feed, judged against what the range holds (exchange rule E16).
import {
  type AcknowledgedDelivery,
  type Acknowledgement,
  type AcknowledgementRefusal,
  decideAcknowledgement,
  type Receipt,
} from './acknowledgement.ts';

/** How many deliveries one receipt may confirm: what one page of the feed holds at most. */
export const feedReceiptMax = 200;

/** What a receipt rejects of its range. */
export interface FeedException {
  readonly deliveryNumber: string;
  readonly code: string;
  readonly detail?: string;
}

/** The receipt: all of the range is accepted but for the exceptions. */
export interface FeedReceipt {
  readonly from: string;
  readonly through: string;
  readonly digest: string;
  readonly date: string;
  readonly exceptions: readonly FeedException[];
}

/** A delivery of the range: a record with what is known of it, or a withdrawal. */
export interface RangeDelivery {
  readonly deliveryNumber: string;
  readonly delivery: AcknowledgedDelivery | 'withdrawn';
}

/** What the feed holds from the first to the last number, in their order; `more` when that is more than one receipt may confirm. */
export interface HeldRange {
  readonly digest: string;
  readonly deliveries: readonly RangeDelivery[];
  readonly more: boolean;
}

/** What is new of a record, by its number. */
export interface NumberedReceipt {
  readonly deliveryNumber: string;
  readonly receipt: Receipt;
}

/** A receipt that is taken. */
export interface TakenReceipt {
  /** Nothing of what was said before. */
  readonly receipts: readonly NumberedReceipt[];
  readonly accepted: number;
  readonly rejected: number;
  readonly withdrawn: number;
}

/** Why a receipt is refused; `at` is the place in it. */
export type FeedReceiptRefusal =
  | { readonly refused: 'RANGE_DIFFERS'; readonly at: string; readonly digest: string }
  | {
      readonly refused: 'ENTRY';
      readonly at: string;
      readonly deliveryNumber: string;
      readonly refusal: AcknowledgementRefusal;
    };

const entry = (at: string, deliveryNumber: string, refusal: AcknowledgementRefusal): FeedReceiptRefusal => ({
  refused: 'ENTRY',
  at,
  deliveryNumber,
  refusal,
});

const invalid = (at: string, field: string, reason: string): FeedReceiptRefusal =>
  entry(at, '', { refused: 'VALUE_INVALID', field, reason });

const faultOfBounds = ({ from, through }: FeedReceipt, held: HeldRange): FeedReceiptRefusal | undefined => {
  if (BigInt(through) < BigInt(from)) return invalid('', 'through', `不早于 ${from}`);
  if (held.more) return invalid('', 'through', `一次回执的交付至多 ${feedReceiptMax}`);
  const unknown = { refused: 'DELIVERY_UNKNOWN' } as const;
  if (held.deliveries[0]?.deliveryNumber !== from) return entry('/from', from, unknown);
  if (held.deliveries.at(-1)?.deliveryNumber !== through) return entry('/through', through, unknown);
  return undefined;
};

const faultOfExceptions = ({ exceptions }: FeedReceipt, held: HeldRange): FeedReceiptRefusal | undefined => {
  const named = new Set<string>();
  const known = new Map(held.deliveries.map((one) => [one.deliveryNumber, one.delivery]));
  for (const [index, { deliveryNumber }] of exceptions.entries()) {
    const at = `/exceptions/${index}`;
    const delivery = known.get(deliveryNumber);
    if (delivery === undefined) return invalid(at, 'deliveryNumber', '须在回执的区间之内');
    if (delivery === 'withdrawn') return invalid(at, 'deliveryNumber', '撤回的记录不能退回');
    if (named.has(deliveryNumber)) return invalid(at, 'deliveryNumber', '每件交付只能退回一次');
    named.add(deliveryNumber);
  }
  return undefined;
};

const said = (
  deliveryNumber: string,
  { recordKey, version }: AcknowledgedDelivery,
  exception: FeedException | undefined,
  date: string,
): Acknowledgement => {
  const about = { deliveryNumber, recordKey, version, date };
  if (exception === undefined) return { ...about, outcome: 'accepted' };
  const { code, detail } = exception;
  return { ...about, outcome: 'rejected', code, ...(detail === undefined ? {} : { detail }) };
};

/**
 * Judges a receipt. Its bounds are numbers that the feed gave, its digest is ours, and each record of the range is accepted or
 * rejected by the rules of `decideAcknowledgement`. The same receipt may come again.
 */
export const decideFeedReceipt = (
  held: HeldRange,
  given: FeedReceipt,
  today: string,
): TakenReceipt | FeedReceiptRefusal => {
  if (given.date > today) return invalid('', 'date', `晚于当前业务日期 ${today}`);
  const fault = faultOfBounds(given, held) ?? faultOfExceptions(given, held);
  if (fault !== undefined) return fault;
  if (given.digest !== held.digest) return { refused: 'RANGE_DIFFERS', at: '/digest', digest: held.digest };
  const exceptions = new Map(given.exceptions.map((one, index) => [one.deliveryNumber, { one, index }]));
  const receipts: NumberedReceipt[] = [];
  let withdrawn = 0;
  for (const { deliveryNumber, delivery } of held.deliveries) {
    if (delivery === 'withdrawn') {
      withdrawn += 1;
      continue;
    }
    const exception = exceptions.get(deliveryNumber);
    const decided = decideAcknowledgement(delivery, said(deliveryNumber, delivery, exception?.one, given.date), today);
    const at = exception === undefined ? '' : `/exceptions/${exception.index}`;
    if ('refused' in decided) return entry(at, deliveryNumber, decided);
    if (!('saidBefore' in decided)) receipts.push({ deliveryNumber, receipt: decided });
  }
  const rejected = exceptions.size;
  return { receipts, accepted: held.deliveries.length - withdrawn - rejected, rejected, withdrawn };
};
