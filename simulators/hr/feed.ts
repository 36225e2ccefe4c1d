// The HR system as a client of our feed: it reads records after a delivery number and acknowledges them (R2, R3, R5).
import { recordDigest } from '../http/digest.ts';
import { Refusal } from '../http/refusal.ts';
import type { Acknowledgement, FeedRecord } from './records.ts';

export type FeedSettings = {
  /** The origin of our gateway. */
  readonly integrationUrl: string;
  readonly token: () => Promise<string>;
};

export type FeedPage = { readonly records: readonly FeedRecord[]; readonly next: string | null };

export type Feed = {
  /** One page after a delivery number; 502 FEED_UNUSABLE when the answer is not what the contract says. */
  read(county: string, after: string): Promise<FeedPage>;
  acknowledge(county: string, acknowledgements: readonly Acknowledgement[]): Promise<void>;
};

/** Records a page, and acknowledgements a call. */
export const feedLimit = 200;
const timeoutMs = 30_000;
const detailCharacters = 300;

const isDeliveryNumber = (value: unknown): value is string =>
  typeof value === 'string' && /^[1-9]\d{0,17}$/.test(value);

const isRecord = (value: unknown): value is FeedRecord => {
  const { deliveryNumber, recordKey, version, kind, body, digest } = (value ?? {}) as Record<string, unknown>;
  return (
    isDeliveryNumber(deliveryNumber) &&
    typeof recordKey === 'string' &&
    Number.isSafeInteger(version) &&
    typeof kind === 'string' &&
    typeof body === 'object' &&
    body !== null &&
    typeof digest === 'string'
  );
};

/** A partner reads what it needs and passes over what it doesn't know: fields may be added to a page at any time. */
const isPage = (value: unknown): value is FeedPage => {
  const { records, next } = (value ?? {}) as Record<string, unknown>;
  return Array.isArray(records) && records.every(isRecord) && (next === null || isDeliveryNumber(next));
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
  return {
    read: async (county, after) => {
      const query = new URLSearchParams({ county, after, limit: String(feedLimit) });
      const text = await call('Reading the feed', `records?${query.toString()}`, {});
      const page = parsed(text);
      if (!isPage(page)) throw new Refusal(502, 'FEED_UNUSABLE', 'A page of the feed is not what its contract says');
      return page;
    },
    acknowledge: async (county, acknowledgements) => {
      await call('Acknowledging', `acknowledgements?${new URLSearchParams({ county }).toString()}`, {
        method: 'POST',
        // The same acknowledgements again, after a lost answer, bear the same key.
        headers: { 'content-type': 'application/json', 'idempotency-key': `hr-${recordDigest(acknowledgements)}` },
        body: JSON.stringify({ acknowledgements }),
      });
    },
  };
};
