// What the exchange would do with a service under test: bring it events, pull its sets, read its export.
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '#kernel/database/database.ts';
import { type Reactor, react } from '#kernel/exchange/consuming/react.ts';
import type { EventMap, RecordedEvent } from '#kernel/exchange/event.ts';
import { pullSet } from '#kernel/exchange/handover/pull.ts';
import { openPulls } from '#kernel/exchange/handover/pull-row.ts';
import type { AnyReaction } from '#kernel/exchange/reaction.ts';
import type { ExportRecord, ServiceDefinition } from '#kernel/service/definition.ts';
import { payloadReader } from '#kernel/service/payloads.ts';

// Small pages, so that a list that forgets where it was is noticed.
const exportPageRows = 2;

/** The exchange's side of a service under test. */
export interface Exchanging {
  readonly receive: (type: string, county: string | null, payload: unknown, businessDate: string) => Promise<void>;
  readonly pull: () => Promise<void>;
  readonly exported: (list: string, county: string) => Promise<readonly ExportRecord[]>;
}

/** The trace of every event that a spec lets a service receive. */
export const specTraceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const eventOf = (type: string, county: string | null, payload: unknown, businessDate: string): RecordedEvent => ({
  id: randomUUID(),
  source: 'test',
  type,
  schemaVersion: '1.0',
  county,
  key: 'test',
  keySequence: 1,
  businessDate,
  actor: 'test',
  correlation: 'test',
  causation: null,
  traceparent: specTraceparent,
  recordedAt: new Date().toISOString(),
  payload,
});

/** Builds the exchange's side. */
export const openExchanging = <Ops, DB, Received extends EventMap, Sent extends EventMap>(
  definition: ServiceDefinition<Ops, DB, Received, Sent>,
  database: Database<DB>,
  logger: Logger,
): Exchanging => {
  const reactor: Reactor<DB, Sent> = {
    service: definition.name,
    reactionOf: (type: string) => (definition.reactions as Record<string, AnyReaction<DB, Sent> | undefined>)[type],
    readPayload: payloadReader(definition.name),
    logger,
  };
  return {
    receive: async (type, county, payload, businessDate) => {
      const event = eventOf(type, county, payload, businessDate);
      await database.transact({ counties: county === null ? [] : [county] }, (tx: Transaction<DB>) =>
        react(reactor, tx, event, { appended: 0, arrived: 0 }),
      );
    },
    pull: async () => {
      const { handover } = definition;
      if (handover === undefined) throw new Error(`${definition.name} takes no sets over.`);
      const switches = new Map(Object.entries(handover.switches));
      const puller = {
        database,
        reactor,
        fetchPage: handover.fetchPage,
        switchOf: (kind: string) => switches.get(kind),
      };
      for (const id of await database.transact({ counties: [] }, openPulls)) await pullSet(puller, id);
    },
    exported: async (name, county) => {
      const list = definition.exports[name];
      if (list === undefined) throw new Error(`${definition.name} exports no ${name}.`);
      const records: ExportRecord[] = [];
      for (;;) {
        const page = { after: records.at(-1)?.key ?? '', limit: exportPageRows };
        const rows = await database.transact({ counties: [county] }, (tx) => list(tx, county, page), {
          readOnly: true,
        });
        records.push(...rows);
        if (rows.length === 0) return records;
      }
    },
  };
};
