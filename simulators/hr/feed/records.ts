// The records of the feed as HR reads them, and as it holds them.
import type { components } from '#contracts/generated/partner-hr-control.ts';

/** A record of the feed whose form is checked. The rules of its kind check the body later. */
export type FeedRecord = {
  readonly deliveryNumber: string;
  readonly recordKey: string;
  readonly version: number;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly digest: string;
};

/** A held record: the last delivery with its outcome. */
export type HeldRecord = components['schemas']['Record'];

/** An accepted record, with the fields that later records are checked against. */
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

/** A record that HR may hold no longer. HR removes the record with this key. */
export type WithdrawnRecord = Pick<FeedRecord, 'deliveryNumber' | 'recordKey' | 'version'>;

/** The deliveries of a page: their numbers, their count and their digest. */
export type FeedRange = {
  readonly from: string;
  readonly through: string;
  readonly count: number;
  readonly digest: string;
};

/** The receipt for a range: HR accepted all records but the exceptions. */
export type FeedReceipt = Pick<FeedRange, 'from' | 'through' | 'digest'> & {
  readonly date: string;
  readonly exceptions: readonly {
    readonly deliveryNumber: string;
    readonly code: string;
    readonly detail?: string;
  }[];
};

/** Sorts by delivery number. */
export const byDeliveryNumber = (a: { deliveryNumber: string }, b: { deliveryNumber: string }): number => {
  const [left, right] = [BigInt(a.deliveryNumber), BigInt(b.deliveryNumber)];
  return left < right ? -1 : left > right ? 1 : 0;
};
