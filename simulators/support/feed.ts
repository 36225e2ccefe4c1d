// The other side of the HR system for its specs: a feed that is exactly integration's contract, filled by the spec.
import { pino } from 'pino';
import integrationContract from '#contracts/generated/integration.json' with { type: 'json' };
import type { components, operations } from '#contracts/generated/integration.ts';
import type { Handlers } from '../http/handlers.ts';
import { startServer } from '../http/server.ts';
import { tokenCheck } from '../partner/access-token.ts';
import { createFaults, type Faults } from '../partner/transport-faults.ts';
import { type Delivered, rangeDigest, recordDigest } from '../values/digest.ts';

export type FeedRecord = components['schemas']['FeedRecord'];
export type Acknowledgement = components['schemas']['Acknowledgement'];
export type FeedReceipt = components['schemas']['FeedReceiptDraft'];
type Withdrawn = components['schemas']['WithdrawnRecord'];

export type SpecFeed = {
  readonly url: string;
  readonly faults: Faults<{ kind: string; operation: string; times: number; status?: number }>;
  /** Puts a record at the end of the feed; its digest is computed unless given. */
  deliver(record: Pick<FeedRecord, 'recordKey' | 'version' | 'kind' | 'body'> & { digest?: string }): string;
  /** Puts the withdrawal of a record at the end of the feed. */
  withdraw(record: Pick<FeedRecord, 'recordKey' | 'version'>): string;
  /** Changes a record that was put, so that a page differs from its range. */
  spoil(deliveryNumber: string): void;
  /** Every receipt for a range that arrived, in order, those of repeated calls among them. */
  readonly confirmed: readonly FeedReceipt[];
  /** Every acknowledgement that arrived, in order, those of repeated calls among them. */
  readonly acknowledged: readonly Acknowledgement[];
  calls(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
};

const limitDefault = 50;

type Entry = FeedRecord | (Withdrawn & { readonly digest: 'withdrawn' });

const isRecord = (entry: Entry): entry is FeedRecord => 'body' in entry;

const rangeOf = (page: readonly Delivered[]): components['schemas']['FeedRange'] | null => {
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { from: first.deliveryNumber, through: last.deliveryNumber, count: page.length, digest: rangeDigest(page) };
};

/** Starts the feed on a free port; callers need the role of the HR system. */
export const startSpecFeed = async (issuer: string): Promise<SpecFeed> => {
  const entries: Entry[] = [];
  const spoilt = new Set<string>();
  const confirmed: FeedReceipt[] = [];
  const acknowledged: Acknowledgement[] = [];
  const faults: SpecFeed['faults'] = createFaults();
  const handlers: Pick<Handlers<operations>, 'listFeedRecords' | 'sendFeedReceipt' | 'acknowledgeFeedRecords'> = {
    listFeedRecords: ({ query: { after = '0', limit = limitDefault } }) => {
      const left = entries.filter(({ deliveryNumber }) => BigInt(deliveryNumber) > BigInt(after));
      const page = left.slice(0, limit);
      const next = left.length > limit ? (page.at(-1)?.deliveryNumber ?? null) : null;
      const records = page
        .filter(isRecord)
        .map((one) => (spoilt.has(one.deliveryNumber) ? { ...one, version: one.version + 1 } : one));
      const withdrawn = page.filter((one) => !isRecord(one)).map(({ digest: _digest, ...one }) => one);
      return { status: 200, body: { records, withdrawn, range: rangeOf(page), next } };
    },
    sendFeedReceipt: ({ query: { county }, body }) => {
      confirmed.push(body);
      const { exceptions, ...receipt } = body;
      const numbers = entries.filter(
        ({ deliveryNumber: number }) => BigInt(number) >= BigInt(body.from) && BigInt(number) <= BigInt(body.through),
      );
      const withdrawn = numbers.filter((one) => !isRecord(one)).length;
      const rejected = exceptions.length;
      const accepted = numbers.length - withdrawn - rejected;
      return { status: 201, body: { county, ...receipt, accepted, rejected, withdrawn } };
    },
    acknowledgeFeedRecords: ({ body }) => {
      acknowledged.push(...body.acknowledgements);
      const count = (outcome: string): number => body.acknowledgements.filter((one) => one.outcome === outcome).length;
      return {
        status: 201,
        body: { accepted: count('accepted'), rejected: count('rejected'), executed: count('executed') },
      };
    },
  };
  // Delivery numbers have gaps, and a cursor must cope with that.
  const nextNumber = (): string => String((entries.length + 1) * 3);
  const server = await startServer({
    contract: integrationContract,
    handlers,
    host: '127.0.0.1',
    port: 0,
    authenticate: tokenCheck({ issuer, audience: 'jixiao', role: 'hr_system' }),
    strike: (operationId) => faults.strike(operationId),
    logger: pino({ level: 'silent' }),
  });
  return {
    url: server.url,
    faults,
    deliver: ({ digest, ...record }) => {
      const deliveryNumber = nextNumber();
      entries.push({ ...record, deliveryNumber, digest: digest ?? recordDigest(record.body) });
      return deliveryNumber;
    },
    withdraw: (record) => {
      const deliveryNumber = nextNumber();
      entries.push({ ...record, deliveryNumber, digest: 'withdrawn' });
      return deliveryNumber;
    },
    spoil: (deliveryNumber) => spoilt.add(deliveryNumber),
    confirmed,
    acknowledged,
    calls: () => server.calls(),
    stop: () => server.stop(),
  };
};
