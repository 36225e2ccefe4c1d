// A service under test: its operations through the real admission on a real PostgreSQL, without bus and HTTP.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import { type Logger, pino } from 'pino';
import { operationsOf } from '#kernel/contract/document.ts';
import type { Output } from '#kernel/contract/types.ts';
import { compileValidators } from '#kernel/contract/validators.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { Client } from '#kernel/database/pg.ts';
import type { EventMap, RecordedEvent, TypeOf } from '#kernel/exchange/event.ts';
import { openPulls, pullSet } from '#kernel/exchange/handover/pull.ts';
import { react } from '#kernel/exchange/react.ts';
import type { AnyReaction } from '#kernel/exchange/reaction.ts';
import type { Role } from '#kernel/identity/roles.ts';
import { createVerifier } from '#kernel/identity/verifier.ts';
import { createAdmission } from '#kernel/operation/admission.ts';
import type { AnyHandler } from '#kernel/operation/call.ts';
import type { Reply } from '#kernel/operation/request.ts';
import type { ExportRecord, ServiceDefinition } from '#kernel/service/definition.ts';
import { startTestIssuer } from '../identity/support/test-issuer.ts';
import { testDatabase } from './postgres.ts';

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
  readonly stream?: Iterable<string | Buffer>;
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

const exportPageRows = 2;

const answerOf = <Body>(reply: Reply, statusOf: (code: string) => number): Answer<Body> =>
  reply.refusal === undefined
    ? {
        status: reply.status,
        etag: reply.etag,
        body: (reply.body ?? {}) as Body,
        code: undefined,
        faults: [],
      }
    : {
        status: statusOf(reply.refusal.code),
        etag: undefined,
        body: {} as Body,
        code: reply.refusal.code,
        faults: reply.refusal.faults,
      };

/** Starts a service on a database of its own. Stop it afterwards. */
export const serviceUnderTest = async <Ops, DB, Received extends EventMap, Sent extends EventMap>(
  definition: ServiceDefinition<Ops, DB, Received, Sent>,
): Promise<ServiceUnderTest<Ops, Received>> => {
  const { problemCatalogue } = await import('#contracts/generated/problems.ts');
  const [home, issuer] = await Promise.all([testDatabase(), startTestIssuer()]);
  const database: Database<DB> = openDatabase<DB>({
    url: home.url(definition.name),
    schema: definition.name,
    applicationName: `test-${definition.name}`,
    poolMax: 4,
    logger,
  });
  const operations = operationsOf(definition.name, definition.document);
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  const admit = createAdmission<DB, Sent>({
    service: definition.name,
    database,
    verifier: createVerifier({ issuers: [{ issuer: issuer.issuer }], audience: 'jixiao', logger }),
    validators: compileValidators(definition.document, operations),
    handlers: definition.operations as Readonly<Record<string, AnyHandler<DB, Sent>>>,
    logger,
    wake: () => undefined,
  });
  const superuser = new Client({ connectionString: home.url(), options: `-c search_path=${definition.name}` });
  await superuser.connect();
  const reactor = {
    service: definition.name,
    reactionOf: (type: string) => (definition.reactions as Record<string, AnyReaction<DB, Sent> | undefined>)[type],
    readPayload: (_event: unknown, payload: unknown) => payload,
    logger,
  };
  const receive = async (
    type: string,
    county: string | null,
    payload: unknown,
    businessDate: string,
  ): Promise<void> => {
    const event: RecordedEvent = {
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
      traceparent: null,
      recordedAt: new Date().toISOString(),
      payload,
    };
    await database.transact({ counties: county === null ? [] : [county] }, (tx: Transaction<DB>) =>
      react(reactor, tx, event, { appended: 0, arrived: 0 }),
    );
  };
  const pull = async (): Promise<void> => {
    const { handover } = definition;
    if (handover === undefined) throw new Error(`${definition.name} takes no sets over.`);
    const switches = new Map(Object.entries(handover.switches));
    const puller = { database, reactor, fetchPage: handover.fetchPage, switchOf: (kind: string) => switches.get(kind) };
    for (const id of await database.transact({ counties: [] }, openPulls)) await pullSet(puller, id);
  };
  const exported = async (name: string, county: string): Promise<readonly ExportRecord[]> => {
    const list = definition.exports[name];
    if (list === undefined) throw new Error(`${definition.name} exports no ${name}.`);
    const records: ExportRecord[] = [];
    for (;;) {
      const page = { after: records.at(-1)?.key ?? '', limit: exportPageRows };
      const rows = await database.transact({ counties: [county] }, (tx) => list(tx, county, page), { readOnly: true });
      records.push(...rows);
      if (rows.length === 0) return records;
    }
  };
  return {
    ask: async (operationId, question, person) => {
      const operation = byId.get(operationId);
      if (operation === undefined) throw new Error(`${definition.name} has no operation ${operationId}.`);
      const program = person.roles.find((role) => role.startsWith('service:'));
      const token = await issuer.sign({
        sub: person.subject ?? 'subject-1',
        // A service's role counts in the token of its own client alone.
        ...(program === undefined ? {} : { azp: program.replace('service:', 'svc-') }),
        realm_access: { roles: person.roles },
        counties: person.counties ?? ['330381'],
        places: person.places ?? [],
        organisation: person.organisation,
        person: person.person,
      });
      const key =
        question.idempotencyKey === undefined && operation.idempotencyKey ? randomUUID() : question.idempotencyKey;
      const hasBody = question.body !== undefined || question.stream !== undefined;
      const contentType = question.contentType ?? (hasBody ? 'application/json' : undefined);
      const reply = await admit(operation, {
        authorization: `Bearer ${token}`,
        request: {
          path: question.path ?? {},
          query: question.query ?? {},
          ...(key === undefined || key === null ? {} : { idempotencyKey: key }),
          ...(question.ifMatch === undefined ? {} : { ifMatch: question.ifMatch }),
          ...(contentType === undefined ? {} : { contentType }),
          ...(question.body === undefined ? {} : { body: JSON.parse(JSON.stringify(question.body)) as unknown }),
        },
        ...(question.stream === undefined ? {} : { stream: Readable.from(question.stream) }),
      });
      return answerOf(reply, (code) => problemCatalogue[code as keyof typeof problemCatalogue].status);
    },
    receive: (type, county, payload, businessDate = '2025-01-02') => receive(type, county, payload, businessDate),
    pull,
    exported,
    beginDay: (county, date) =>
      receive('cn.jixiao.integration.DayBegan.v1', county, { county, date, previous: null }, date),
    sql: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await superuser.query(text, [...values])).rows as Row[],
    sent: async () =>
      (await superuser.query('select type, county, key, business_date::text, payload from outbox order by id'))
        .rows as SentEvent[],
    url: home.url,
    stop: async () => {
      await Promise.all([database.close(), superuser.end(), issuer.stop()]);
      await home.drop();
    },
  };
};
