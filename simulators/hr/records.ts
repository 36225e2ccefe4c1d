// What HR reads from the feed, as far as it relies on it, and what it holds of each record.
import type { components } from '#contracts/generated/partner-hr-control.ts';

/** A record of the feed after its outer form was checked; the body is checked by the rules of its kind. */
export type FeedRecord = {
  readonly deliveryNumber: string;
  readonly recordKey: string;
  readonly version: number;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly digest: string;
};

/** What HR holds of a record: the last delivery with its outcome. */
export type HeldRecord = components['schemas']['Record'];

/** An accepted record with what later records are checked against. */
export type Accepted = HeldRecord & { readonly year: number | null; readonly measureKind: string | null };

export type Acknowledgement = {
  readonly deliveryNumber: string;
  readonly recordKey: string;
  readonly version: number;
  readonly outcome: 'accepted' | 'rejected' | 'executed';
  readonly code?: string;
  readonly detail?: string;
  readonly executedDocument?: string;
  readonly date: string;
};

/** A record that left our grant: what is held under its key is taken back. */
export type WithdrawnRecord = Pick<FeedRecord, 'deliveryNumber' | 'recordKey' | 'version'>;

/** What a page delivers as a whole. */
export type FeedRange = {
  readonly from: string;
  readonly through: string;
  readonly count: number;
  readonly digest: string;
};

/** The receipt for a range: all of it is accepted but for the exceptions. */
export type FeedReceipt = Pick<FeedRange, 'from' | 'through' | 'digest'> & {
  readonly date: string;
  readonly exceptions: readonly {
    readonly deliveryNumber: string;
    readonly code: string;
    readonly detail?: string;
  }[];
};

/** In the order of the delivery numbers. */
export const byDeliveryNumber = (a: { deliveryNumber: string }, b: { deliveryNumber: string }): number => {
  const [left, right] = [BigInt(a.deliveryNumber), BigInt(b.deliveryNumber)];
  return left < right ? -1 : left > right ? 1 : 0;
};
