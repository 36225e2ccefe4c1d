// What the simulated HR system holds of our feed: the records with what became of them, and the ranges with their receipts.
import { type Accepted, byDeliveryNumber, type FeedReceipt } from './records.ts';

/** A record as it is held, with what its checks need; a rejected one too, so that its outcome is told. */
export type Held = Accepted & { readonly detail: string | null };

/** A range of a county's feed that was read, with the receipt for it. */
export type HeldRange = {
  readonly county: string;
  readonly receipt: FeedReceipt;
  readonly accepted: number;
  /** Whether the other side has taken the receipt. */
  readonly confirmed: boolean;
};

/** A page as it is kept: what became of its records, the keys that were taken back, and the range to confirm. */
export type HeldPage = {
  readonly held: readonly Held[];
  readonly withdrawn: readonly string[];
  readonly range: HeldRange;
};

export type Holdings = {
  /** Keeps what became of a record; a later delivery of the same record takes its place. */
  keep(held: Held): void;
  keepPage(page: HeldPage): void;
  /** The other side has taken the receipt, and with it what became of the records of the range. */
  keepConfirmed(range: HeldRange): void;
  /** All held records of a county, or of all, in the order of their delivery numbers. */
  held(county?: string): readonly Held[];
  /** The last version of a record that was accepted, even if a later one was rejected. */
  accepted(recordKey: string): Held | undefined;
  acceptedResult(creditCode: string, year: number): Held | undefined;
  /** The ranges of a county that are still to be confirmed, in the order in which they were read. */
  unconfirmed(county: string): readonly HeldRange[];
  /** The highest delivery number that was read from a county's feed; 0 before the first. */
  lastDelivery(county: string): string;
};

const isIn = ({ county, receipt }: HeldRange, held: Held): boolean =>
  held.county === county &&
  BigInt(held.deliveryNumber) >= BigInt(receipt.from) &&
  BigInt(held.deliveryNumber) <= BigInt(receipt.through);

/** Holdings that are empty. */
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
