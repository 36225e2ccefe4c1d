// Appending events to the outbox, inside the transaction of the effect (exchange rules E1 and E2).
import { type QueryExecutorProvider, sql } from 'kysely';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { eventId } from '#kernel/values/identifier.ts';
import { type EventMap, type NewEvent, partsOfType } from './event.ts';
import { requireContractKey } from './event-key.ts';
import { eventBytesMax } from './limits.ts';
import { shardOf } from './shard.ts';

/** What the outbox gave an event. */
export interface Appended {
  readonly id: string;
  readonly keySequence: number;
  readonly shard: number;
}

const keyLengthMax = 512;

interface OutboxInput {
  readonly n: number;
  readonly event_id: string;
  readonly shard: number;
}

const payloadOf = (type: string, payload: unknown): string => {
  const text = canonicalJson(payload);
  const bytes = Buffer.byteLength(text);
  // A producer that meets this limit has chosen the wrong way: large sets are handed over (E14).
  if (bytes > eventBytesMax)
    throw new Error(`${type}: a payload of ${bytes} bytes is above ${eventBytesMax}; publish a set.`);
  return text;
};

const rowOf = <Events extends EventMap>(event: NewEvent<Events>, n: number): [OutboxInput, string] => {
  const { type, payload, key } = event;
  if (key === '' || key.length > keyLengthMax) throw new Error(`${type}: the key ${JSON.stringify(key)} is not valid.`);
  requireContractKey(event);
  const input = { n, event_id: eventId(), shard: shardOf(key) };
  const columns = {
    ...input,
    type,
    schema_version: event.schemaVersion ?? `${partsOfType(type).major}.0`,
    county: event.county,
    key,
    traceparent: event.traceparent ?? null,
    correlation: event.correlation,
    causation: event.causation ?? null,
    actor: event.actor,
    business_date: event.businessDate,
  };
  // The payload's canonical text is put in as it is: parsed and printed again it could differ from what is digested.
  return [input, `${JSON.stringify(columns).slice(0, -1)},"payload":${payloadOf(type, payload)}}`];
};

/**
 * Appends several events, in this order, in the caller's transaction. The counter row of each key is locked first, so that
 * the ids and sequences of a key follow the order of commits (E2, E3); keys are locked in one order, so that two callers
 * can't deadlock on them. Nothing is published here: the relay does that after commit.
 */
export const appendAll = async <Events extends EventMap>(
  tx: QueryExecutorProvider,
  events: readonly NewEvent<Events>[],
): Promise<Appended[]> => {
  if (events.length === 0) return [];
  const rows = events.map((event, n) => rowOf(event, n));
  const { rows: stored } = await sql<{ n: number; sequence: string }>`
    with given as materialized (
      select e.*, row_number() over (partition by e.key order by e.n) as rank, count(*) over (partition by e.key) as of_key
      from json_to_recordset(${`[${rows.map(([, text]) => text).join(',')}]`}::json) as e (
        n int, event_id uuid, shard int, type text, schema_version text, county text, key text, traceparent text,
        correlation text, causation text, actor text, business_date date, payload json)
    ), counter as (
      insert into outbox_key (key, county, sequence)
      select key, county, of_key from given where rank = 1 order by key
      on conflict (key) do update set sequence = outbox_key.sequence + excluded.sequence
      returning key, sequence
    ), numbered as materialized (
      select given.*, counter.sequence - given.of_key + given.rank as key_sequence from given join counter using (key)
    ), stored as (
      insert into outbox (event_id, type, schema_version, county, key, key_sequence, shard, traceparent, correlation,
        causation, actor, business_date, payload)
      select event_id, type, schema_version, county, key, key_sequence, shard, traceparent, correlation,
        causation, actor, business_date, payload
      from numbered order by n
    )
    select n, key_sequence::text as sequence from numbered order by n`.execute(tx);
  return rows.map(([{ event_id: id, shard }], index) => {
    const sequence = stored[index]?.sequence;
    if (sequence === undefined) throw new Error('The outbox stored fewer events than were appended.');
    return { id, keySequence: Number(sequence), shard };
  });
};

/** Appends one event in the caller's transaction; see `appendAll`. */
export const append = async <Events extends EventMap>(
  tx: QueryExecutorProvider,
  event: NewEvent<Events>,
): Promise<Appended> => {
  const [appended] = await appendAll<Events>(tx, [event]);
  if (appended === undefined) throw new Error('The outbox stored no event.');
  return appended;
};
