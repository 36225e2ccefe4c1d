// Events that were not applied when their turn came, and the keys that wait behind them (exchange rule E8).
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely';
import type { RecordedEvent } from '#kernel/exchange/event.ts';
import { type Dependency, reasonOf, WaitFor } from '#kernel/exchange/failure.ts';
import type { FrameHead } from '#kernel/exchange/frames/frame.ts';

/** Why an event is stored instead of applied. */
export type ParkedState = 'parked' | 'waiting_for' | 'waiting_behind';

/** A parked event as operators see it. */
export interface ParkedEvent {
  readonly id: string;
  readonly consumer: string;
  readonly source: string;
  readonly incarnation: string;
  readonly shard: number;
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly county: string | null;
  readonly key: string;
  readonly keySequence: number;
  readonly state: ParkedState;
  readonly dependency: Dependency | null;
  readonly reason: string;
  readonly tries: number;
  readonly parkedAt: string;
}

/** A key whose events wait; the county is that of the key, null for shared reference data. */
export interface ParkedKey {
  readonly source: string;
  readonly key: string;
  readonly county: string | null;
}

/** The scope in which the events of a key are seen. */
export const scopeOf = (county: string | null): { readonly counties: readonly string[] } => ({
  counties: county === null ? [] : [county],
});

/** The condition that an event waits still. */
export const open: RawBuilder<unknown> = sql`state in ('parked', 'waiting_for', 'waiting_behind')`;

/** Which keys of a frame wait behind a parked event. Read after the watermark is locked, so that it stays true. */
export const parkedKeys = async (
  tx: QueryExecutorProvider,
  consumer: string,
  source: string,
  keys: readonly string[],
): Promise<Set<string>> => {
  const { rows } = await sql<{ key: string }>`
    select key from parked_key
    where consumer = ${consumer} and source = ${source} and key = any (${[...new Set(keys)]}::text[])`.execute(tx);
  return new Set(rows.map(({ key }) => key));
};

const insertParked = async (
  tx: QueryExecutorProvider,
  consumer: string,
  frame: FrameHead,
  position: number,
  event: RecordedEvent,
  why: { readonly state: ParkedState; readonly reason: string; readonly dependency?: Dependency },
): Promise<void> => {
  await sql`
    with locked_key as (
      insert into parked_key (consumer, source, key, county, shard)
      values (${consumer}, ${frame.source}, ${event.key}, ${event.county}, ${frame.shard}) on conflict do nothing
    )
    insert into parked_event (consumer, source, incarnation, shard, position, event_id, type, county, key, key_sequence,
      event, state, dependency_type, dependency_key, reason)
    values (${consumer}, ${frame.source}, ${frame.incarnation}, ${frame.shard}, ${position}, ${event.id}, ${event.type},
      ${event.county}, ${event.key}, ${event.keySequence}, ${JSON.stringify(event)}::json, ${why.state},
      ${why.dependency?.type ?? null}, ${why.dependency?.key ?? null}, ${why.reason})`.execute(tx);
};

/** Stores an event that failed, with payload and reason; its key waits from now on. */
export const park = (
  tx: QueryExecutorProvider,
  consumer: string,
  frame: FrameHead,
  position: number,
  event: RecordedEvent,
  failure: unknown,
): Promise<void> => {
  const reason = reasonOf(failure);
  const why =
    failure instanceof WaitFor
      ? ({ state: 'waiting_for', reason, dependency: failure.dependency } as const)
      : ({ state: 'parked', reason } as const);
  return insertParked(tx, consumer, frame, position, event, why);
};

/** Stores an event whose key waits already: it would overtake otherwise. */
export const waitBehind = (
  tx: QueryExecutorProvider,
  consumer: string,
  frame: FrameHead,
  position: number,
  event: RecordedEvent,
): Promise<void> =>
  insertParked(tx, consumer, frame, position, event, {
    state: 'waiting_behind',
    reason: 'an earlier event of the key waits',
  });

interface ParkedRow {
  readonly id: string;
  readonly consumer: string;
  readonly source: string;
  readonly incarnation: string;
  readonly shard: number;
  readonly position: string;
  readonly event_id: string;
  readonly type: string;
  readonly county: string | null;
  readonly key: string;
  readonly key_sequence: string;
  readonly state: ParkedState;
  readonly dependency_type: string | null;
  readonly dependency_key: string | null;
  readonly reason: string;
  readonly tries: number;
  readonly parked_at: string;
}

const dependencyOf = (row: ParkedRow): Dependency | null =>
  row.dependency_type === null || row.dependency_key === null
    ? null
    : { type: row.dependency_type, key: row.dependency_key };

/**
 * The open parked events in the transaction's scope, oldest first, by keyset: give the last `id` as `after`. Payloads are
 * left out, since they are not for every operator.
 */
export const listParked = async (
  tx: QueryExecutorProvider,
  page: { readonly after?: string; readonly limit: number },
): Promise<ParkedEvent[]> => {
  const { rows } = await sql<ParkedRow>`
    select id, consumer, source, incarnation, shard, position, event_id, type, county, key, key_sequence, state,
      dependency_type, dependency_key, reason, tries,
      to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as parked_at
    from parked_event
    where ${open} and id > ${page.after ?? '0'}::bigint
    order by id limit ${page.limit}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    consumer: row.consumer,
    source: row.source,
    incarnation: row.incarnation,
    shard: row.shard,
    position: Number(row.position),
    eventId: row.event_id,
    type: row.type,
    county: row.county,
    key: row.key,
    keySequence: Number(row.key_sequence),
    state: row.state,
    dependency: dependencyOf(row),
    reason: row.reason,
    tries: row.tries,
    parkedAt: row.parked_at,
  }));
};
