// A service under test: its operations through the real admission on a real PostgreSQL, without bus and HTTP.
import type { Readable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { Output } from '#kernel/contract/types.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { Client } from '#kernel/database/pg.ts';
import type { EventMap, TypeOf } from '#kernel/exchange/event.ts';
import type { Role } from '#kernel/identity/roles.ts';
import type { ExportRecord, ServiceDefinition } from '#kernel/service/definition.ts';
import { startTestIssuer } from '../identity/support/test-issuer.ts';
import { testDatabase } from './postgres.ts';
import { openAsking } from './service-asking.ts';
import { openExchanging } from './service-exchanging.ts';

/** Who asks. */
export interface Person {
  readonly subject?: string;
  readonly roles: readonly Role[];
  readonly counties?: readonly string[];
  readonly places?: readonly string[];
  readonly organisation?: string;
  readonly person?: string;
}

/** What is asked. A fresh Idempotency-Key is added to commands unless one is given; null leaves it out. */
export interface Question {
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly idempotencyKey?: string | null;
  readonly ifMatch?: string;
  readonly contentType?: string;
  readonly stream?: Iterable<string | Buffer> | Readable;
}

/** An event that the service sent. */
export interface SentEvent {
  readonly type: string;
  readonly county: string | null;
  readonly key: string;
  readonly business_date: string;
  readonly payload: Record<string, unknown>;
}

/** A reply with its body open to look into. */
export interface Answer<Body> {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: Body;
  readonly code: string | undefined;
  /** What the texts of a refusal name. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly faults: readonly { readonly pointer: string }[];
}

/** The body of an operation's success. */
export type BodyOf<Op> = Output<Op> extends { readonly body: infer Body } ? Body : Record<never, never>;

/** The handle of a service under test. */
export interface ServiceUnderTest<Ops, Received extends EventMap> {
  ask<Id extends keyof Ops & string>(
    operationId: Id,
    question: Question,
    person: Person,
  ): Promise<Answer<BodyOf<Ops[Id]>>>;
  /** Lets the service react to an event, as the exchange would. */
  receive<Type extends TypeOf<Received>>(
    type: Type,
    county: string | null,
    payload: Received[Type],
    businessDate?: string,
  ): Promise<void>;
  /** Pulls the sets that were asked for by the definition's own hand-over, one after another, as the exchange would. */
  pull(): Promise<void>;
  /** A list of the export, read page by page with two records each. */
  exported(list: string, county: string): Promise<readonly ExportRecord[]>;
  /** Moves the county's day, as DayBegan would, with the service's own reaction to it. */
  beginDay(county: string, date: string): Promise<void>;
  /** Runs a statement as superuser, past every policy. */
  sql<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The events sent so far, in order. */
  sent(): Promise<SentEvent[]>;
  /** The address of its database for a role; the superuser's without one. */
  url(role?: string): string;
  stop(): Promise<void>;
}

const logger: Logger = pino({ level: process.env['JIXIAO_TEST_LOG'] ?? 'silent' });
const dayBegan = 'cn.jixiao.integration.DayBegan.v1';

/** Starts a service on a database of its own. Stop it afterwards. */
export const serviceUnderTest = async <Ops, DB, Received extends EventMap, Sent extends EventMap>(
  definition: ServiceDefinition<Ops, DB, Received, Sent>,
): Promise<ServiceUnderTest<Ops, Received>> => {
  const { name } = definition;
  const [home, issuer] = await Promise.all([testDatabase(), startTestIssuer()]);
  const database: Database<DB> = openDatabase<DB>({
    url: home.url(name),
    schema: name,
    applicationName: `test-${name}`,
    poolMax: 4,
    logger,
  });
  const superuser = new Client({ connectionString: home.url(), options: `-c search_path=${name}` });
  await superuser.connect();
  const { receive, pull, exported } = openExchanging(definition, database, logger);
  return {
    ask: openAsking(definition, { database, issuer, logger }),
    receive: (type, county, payload, businessDate = '2025-01-02') => receive(type, county, payload, businessDate),
    pull,
    exported,
    beginDay: (county, date) => receive(dayBegan, county, { county, date, previous: null }, date),
    sql: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await superuser.query(text, [...values])).rows as Row[],
    sent: async () =>
      (await superuser.query('select type, county, key, business_date::text, payload from outbox order by id'))
        .rows as SentEvent[],
    url: (role) => home.url(role),
    stop: async () => {
      await Promise.all([database.close(), superuser.end(), issuer.stop()]);
      await home.drop();
    },
  };
};
