// The HR system as a client of our feed: it reads records after a delivery number, confirms ranges, and reports executions (R2, R3, R5).

import { Refusal } from '../../http/refusal.ts';
import { type Delivered, rangeDigest, recordDigest } from '../../values/digest.ts';
import {
  type Acknowledgement,
  byDeliveryNumber,
  type FeedRange,
  type FeedReceipt,
  type FeedRecord,
  type WithdrawnRecord,
} from './records.ts';

export type FeedSettings = {
  /** The origin of our gateway. */
  readonly integrationUrl: string;
  readonly token: () => Promise<string>;
};

export type FeedPage = {
  readonly records: readonly FeedRecord[];
  readonly withdrawn: readonly WithdrawnRecord[];
  /** Null when there is nothing new. */
  readonly range: FeedRange | null;
  readonly next: string | null;
};

export type Feed = {
  /** One page after a delivery number; 502 FEED_UNUSABLE when the answer is not what the contract says. */
  read(county: string, after: string): Promise<FeedPage>;
  confirm(county: string, receipt: FeedReceipt): Promise<void>;
  acknowledge(county: string, acknowledgements: readonly Acknowledgement[]): Promise<void>;
};

/** The most records in a page, and the most acknowledgements in a call. */
export const feedLimit = 200;
const timeoutMs = 30_000;
const detailCharacters = 300;

const isDeliveryNumber = (value: unknown): value is string =>
  typeof value === 'string' && /^[1-9]\d{0,17}$/.test(value);

const isWithdrawn = (value: unknown): value is WithdrawnRecord => {
  const { deliveryNumber, recordKey, version } = (value ?? {}) as Record<string, unknown>;
  return isDeliveryNumber(deliveryNumber) && typeof recordKey === 'string' && Number.isSafeInteger(version);
};

const isRecord = (value: unknown): value is FeedRecord => {
  const { kind, body, digest } = (value ?? {}) as Record<string, unknown>;
  return (
    isWithdrawn(value) &&
    typeof kind === 'string' &&
    typeof body === 'object' &&
    body !== null &&
    typeof digest === 'string'
  );
};

const isRange = (value: unknown): value is FeedRange => {
  const { from, through, count, digest } = (value ?? {}) as Record<string, unknown>;
  return (
    isDeliveryNumber(from) && isDeliveryNumber(through) && Number.isSafeInteger(count) && typeof digest === 'string'
  );
};

/** Unknown fields are ignored: integration may add fields to a page at any time. */
const isPage = (value: unknown): value is FeedPage => {
  const { records, withdrawn, range, next } = (value ?? {}) as Record<string, unknown>;
  return (
    Array.isArray(records) &&
    records.every(isRecord) &&
    Array.isArray(withdrawn) &&
    withdrawn.every(isWithdrawn) &&
    (range === null || isRange(range)) &&
    (next === null || isDeliveryNumber(next))
  );
};

/** The deliveries of a page in the order of their numbers. */
const deliveredBy = ({ records, withdrawn }: FeedPage): readonly Delivered[] =>
  [...records, ...withdrawn.map((one) => ({ ...one, digest: 'withdrawn' }))].toSorted(byDeliveryNumber);

/** True when the page matches its range: no delivery was lost, added or changed on the way. */
const arrivedWhole = (page: FeedPage): boolean => {
  const delivered = deliveredBy(page);
  const { range } = page;
  if (range === null) return delivered.length === 0;
  return (
    delivered[0]?.deliveryNumber === range.from &&
    delivered.at(-1)?.deliveryNumber === range.through &&
    delivered.length === range.count &&
    rangeDigest(delivered) === range.digest
  );
};

const unusable = (what: string, response: Response | undefined, text: string): Refusal =>
  new Refusal(502, 'FEED_UNUSABLE', `${what}: ${response?.status ?? 'no answer'} ${text.slice(0, detailCharacters)}`);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** The feed of the subscription `hr`. */
export const openFeed = ({ integrationUrl, token }: FeedSettings): Feed => {
  type Init = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string };
  const call = async (what: string, path: string, init: Init): Promise<string> => {
    const headers = { ...init.headers, authorization: `Bearer ${await token()}` };
    const url = `${integrationUrl}/api/v1/integration/feeds/hr/${path}`;
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, headers, signal }).catch(() => undefined);
    const text = (await response?.text().catch(() => undefined)) ?? '';
    if (response?.ok !== true) throw unusable(what, response, text);
    return text;
  };
  const send = async (what: string, path: string, county: string, body: object): Promise<void> => {
    await call(what, `${path}?${new URLSearchParams({ county }).toString()}`, {
      method: 'POST',
      // A retry after a lost answer sends the same key.
      headers: { 'content-type': 'application/json', 'idempotency-key': `hr-${recordDigest(body)}` },
      body: JSON.stringify(body),
    });
  };
  return {
    read: async (county, after) => {
      const query = new URLSearchParams({ county, after, limit: String(feedLimit) });
      const text = await call('Reading the feed', `records?${query.toString()}`, {});
      const page = parsed(text);
      if (!isPage(page)) throw new Refusal(502, 'FEED_UNUSABLE', 'A page of the feed is not what its contract says');
      if (!arrivedWhole(page)) throw new Refusal(502, 'FEED_UNUSABLE', 'A page of the feed differs from its range');
      return page;
    },
    confirm: (county, receipt) => send('Confirming a range', 'receipts', county, receipt),
    acknowledge: (county, acknowledgements) => send('Acknowledging', 'acknowledgements', county, { acknowledgements }),
  };
};
