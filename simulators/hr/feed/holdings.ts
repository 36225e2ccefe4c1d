// The records that the simulated HR system took from our feed, with their outcomes, and the ranges with their receipts.
import { type Accepted, byDeliveryNumber, type FeedReceipt } from './records.ts';

/** A held record. A rejected record is held too, so that its outcome can be reported. */
export type Held = Accepted & { readonly detail: string | null };

/** A range of a county's feed that was read, with its receipt. */
export type HeldRange = {
  readonly county: string;
  readonly receipt: FeedReceipt;
  readonly accepted: number;
  /** True when integration has taken the receipt. */
  readonly confirmed: boolean;
};

/** A page: its records with their outcomes, the keys that were withdrawn, and the range to confirm. */
export type HeldPage = {
  readonly held: readonly Held[];
  readonly withdrawn: readonly string[];
  readonly range: HeldRange;
};

export type Holdings = {
  /** Keeps a record with its outcome. A later delivery of the same record replaces it. */
  keep(held: Held): void;
  keepPage(page: HeldPage): void;
  /** Marks a range as confirmed, and its records as acknowledged. */
  keepConfirmed(range: HeldRange): void;
  /** The held records of a county, or of all counties, in the order of their delivery numbers. */
  held(county?: string): readonly Held[];
  /** The last version of a record that was accepted, even if a later one was rejected. */
  accepted(recordKey: string): Held | undefined;
  acceptedResult(creditCode: string, year: number): Held | undefined;
  /** The unconfirmed ranges of a county, in the order in which they were read. */
  unconfirmed(county: string): readonly HeldRange[];
  /** The highest delivery number that was read from a county's feed; 0 before the first. */
  lastDelivery(county: string): string;
};

const isIn = ({ county, receipt }: HeldRange, held: Held): boolean =>
  held.county === county &&
  BigInt(held.deliveryNumber) >= BigInt(receipt.from) &&
  BigInt(held.deliveryNumber) <= BigInt(receipt.through);

/** Creates empty holdings. */
export const openHoldings = (): Holdings => {
  const last = new Map<string, Held>();
  const accepted = new Map<string, Held>();
  const ranges = new Map<string, HeldRange>();
  const rangesOf = (county: string): HeldRange[] => [...ranges.values()].filter((range) => range.county === county);
  const keep = (held: Held): void => {
    last.set(`${held.county} ${held.recordKey}`, held);
    if (held.outcome !== 'rejected') accepted.set(held.recordKey, held);
  };
  const held = (county?: string): readonly Held[] =>
    [...last.values()].filter((one) => county === undefined || one.county === county).toSorted(byDeliveryNumber);
  return {
    keep,
    keepPage: ({ held: records, withdrawn, range }) => {
      for (const record of records) keep(record);
      for (const key of withdrawn) {
        last.delete(`${range.county} ${key}`);
        accepted.delete(key);
      }
      ranges.set(`${range.county} ${range.receipt.from}`, range);
    },
    keepConfirmed: (range) => {
      ranges.set(`${range.county} ${range.receipt.from}`, { ...range, confirmed: true });
      for (const one of last.values()) if (isIn(range, one)) keep({ ...one, acknowledged: true });
    },
    held,
    accepted: (recordKey) => accepted.get(recordKey),
    acceptedResult: (creditCode, year) =>
      [...accepted.values()].find((one) => one.creditCode === creditCode && one.year === year),
    unconfirmed: (county) => rangesOf(county).filter(({ confirmed }) => !confirmed),
    lastDelivery: (county) => {
      const read = rangesOf(county).map(({ receipt }) => receipt.through);
      const kept = held(county).map(({ deliveryNumber }) => deliveryNumber);
      return [...read, ...kept].reduce((most, number) => (BigInt(number) > BigInt(most) ? number : most), '0');
    },
  };
};
