// The other side of the HR system for its specs: a feed that is exactly integration's contract, filled by the spec.
import { pino } from 'pino';
import integrationContract from '#contracts/generated/integration.json' with { type: 'json' };
import type { components, operations } from '#contracts/generated/integration.ts';
import { tokenCheck } from '../http/access-token.ts';
import { readContract } from '../http/contract.ts';
import { recordDigest } from '../http/digest.ts';
import type { Handlers } from '../http/handlers.ts';
import { startServer } from '../http/server.ts';
import { createFaults, type Faults } from '../http/transport-faults.ts';

export type FeedRecord = components['schemas']['FeedRecord'];
export type Acknowledgement = components['schemas']['Acknowledgement'];

export type SpecFeed = {
  readonly url: string;
  readonly faults: Faults<{ kind: string; operation: string; times: number; status?: number }>;
  /** Puts a record at the end of the feed; its digest is computed unless given. */
  deliver(record: Pick<FeedRecord, 'recordKey' | 'version' | 'kind' | 'body'> & { digest?: string }): string;
  /** Every acknowledgement that arrived, in order, those of repeated calls among them. */
  readonly acknowledged: readonly Acknowledgement[];
  calls(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
};

const limitDefault = 50;

/** Starts the feed on a free port; callers need the role of the HR system. */
export const startSpecFeed = async (issuer: string): Promise<SpecFeed> => {
  const records: FeedRecord[] = [];
  const acknowledged: Acknowledgement[] = [];
  const faults: SpecFeed['faults'] = createFaults();
  const handlers: Pick<Handlers<operations>, 'listFeedRecords' | 'acknowledgeFeedRecords'> = {
    listFeedRecords: ({ query: { after = '0', limit = limitDefault } }) => {
      const left = records.filter(({ deliveryNumber }) => BigInt(deliveryNumber) > BigInt(after));
      const page = left.slice(0, limit);
      const next = left.length > limit ? (page.at(-1)?.deliveryNumber ?? null) : null;
      return { status: 200, body: { records: page, next } };
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
  const server = await startServer({
    operations: readContract(integrationContract, Object.keys(handlers)),
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
      // Numbers with gaps: a cursor must not count on their following each other.
      const deliveryNumber = String((records.length + 1) * 3);
      records.push({ ...record, deliveryNumber, digest: digest ?? recordDigest(record.body) });
      return deliveryNumber;
    },
    acknowledged,
    calls: () => server.calls(),
    stop: () => server.stop(),
  };
};
