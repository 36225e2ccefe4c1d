// Redriving parked events, in key order, and setting them aside (exchange rules E8 and E12).
import { sql, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '#kernel/database/database.ts';
import type { EventMap, RecordedEvent } from './event.ts';
import { kindOf, reasonOf, WaitFor } from './failure.ts';
import { type Reactor, react, type Traces } from './react.ts';
import { lockShard } from './watermark.ts';

/** What redriving needs. */
export interface Redriver<DB, Events extends EventMap> {
  readonly consumer: string;
  readonly database: Database<DB>;
  readonly reactor: Reactor<DB, Events>;
  readonly logger: Logger;
}

/** A key whose events wait; the county is that of the key, null for shared reference data. */
export interface ParkedKey {
  readonly source: string;
  readonly key: string;
  readonly county: string | null;
}

/** What a redrive did with a key. */
export interface Redriven {
  /** Events that were applied now. */
  readonly applied: number;
  /** Why the next one still waits; null when the key is free. */
  readonly waits: string | null;
}

interface HeadRow {
  readonly id: string;
  readonly incarnation: string;
  readonly shard: number;
  readonly event: RecordedEvent;
  readonly last: boolean;
}

const scopeOf = (county: string | null): { counties: readonly string[] } => ({
  counties: county === null ? [] : [county],
});

const open = sql`state in ('parked', 'waiting_for', 'waiting_behind')`;

/** The first open event of a key, under the watermark's lock, so that no live event slips in behind it (E8). */
const lockHead = async <DB>(tx: Transaction<DB>, consumer: string, key: ParkedKey): Promise<HeadRow | undefined> => {
  const found = await sql<{ shard: number }>`
    select shard from parked_key where consumer = ${consumer} and source = ${key.source} and key = ${key.key}`.execute(
    tx,
  );
  const shard = found.rows[0]?.shard;
  if (shard === undefined) return undefined;
  await lockShard(tx, consumer, { source: key.source, shard });
  const { rows } = await sql<HeadRow>`
    select id, incarnation, shard, event, count(*) over () = 1 as last from parked_event
    where consumer = ${consumer} and source = ${key.source} and key = ${key.key} and ${open}
    order by id limit 1`.execute(tx);
  return rows[0];
};

const freeKey = async <DB>(tx: Transaction<DB>, consumer: string, key: ParkedKey): Promise<void> => {
  await sql`
    delete from parked_key where consumer = ${consumer} and source = ${key.source} and key = ${key.key}
      and not exists (select from parked_event e where e.consumer = parked_key.consumer and e.source = parked_key.source
        and e.key = parked_key.key and e.state in ('parked', 'waiting_for', 'waiting_behind'))`.execute(tx);
};

/** Keeps why an event still waits. What may pass by itself leaves its state, so that it is tried again. */
const noteFailure = async <DB>(tx: Transaction<DB>, id: string, failure: unknown): Promise<void> => {
  const reason = reasonOf(failure);
  if (failure instanceof WaitFor) {
    const { type, key } = failure.dependency;
    await sql`
      update parked_event set state = 'waiting_for', reason = ${reason}, dependency_type = ${type}, dependency_key = ${key},
        tries = case when dependency_type = ${type} and dependency_key = ${key} then tries + 1 else 0 end
      where id = ${id}`.execute(tx);
    return;
  }
  await sql`
    update parked_event set tries = tries + 1, reason = ${reason},
      state = ${kindOf(failure) === 'transient' ? sql`state` : sql`'parked'`}
    where id = ${id}`.execute(tx);
};

type Step =
  | { readonly kind: 'free' }
  | { readonly kind: 'applied' }
  | { readonly kind: 'waits'; readonly reason: string };

/** Applies the first waiting event of a key in one transaction with its removal, and frees the key with the last one. */
const redriveOne = <DB, Events extends EventMap>(
  redriver: Redriver<DB, Events>,
  key: ParkedKey,
  actor: string,
): Promise<Step> =>
  redriver.database.transact(scopeOf(key.county), async (tx): Promise<Step> => {
    const head = await lockHead(tx, redriver.consumer, key);
    if (head === undefined) return { kind: 'free' };
    const traces: Traces = { appended: 0, arrived: 0 };
    await sql`savepoint event`.execute(tx);
    try {
      await react(redriver.reactor, tx, head.event, traces);
    } catch (failure) {
      if (kindOf(failure) === 'infrastructure') throw failure;
      await sql`rollback to savepoint event`.execute(tx);
      await noteFailure(tx, head.id, failure);
      return { kind: 'waits', reason: reasonOf(failure) };
    }
    await sql`
      update parked_event set state = 'redriven', tries = tries + 1, disposed_at = clock_timestamp(),
        disposed_by = ${actor} where id = ${head.id}`.execute(tx);
    await freeKey(tx, redriver.consumer, key);
    return { kind: 'applied' };
  });

/**
 * Redrives the events of a key in their order until one fails again or the key is free. Each event has a transaction of its
 * own; its effect counts once, since its row leaves the open ones with the effect. `actor` is who asked for it.
 */
export const redrive = async <DB, Events extends EventMap>(
  redriver: Redriver<DB, Events>,
  key: ParkedKey,
  actor: string,
): Promise<Redriven> => {
  for (let applied = 0; ; applied += 1) {
    const step = await redriveOne(redriver, key, actor);
    if (step.kind === 'free') return { applied, waits: null };
    if (step.kind === 'waits') {
      redriver.logger.warn({ ...key, reason: step.reason }, 'a redriven event still waits');
      return { applied, waits: step.reason };
    }
  }
};

/** Who sets an event aside, and why. */
export interface SettingAside {
  readonly eventId: string;
  readonly county: string | null;
  readonly reason: string;
  readonly actor: string;
}

/**
 * Sets a parked event aside for good: it is never applied, and its row keeps who decided that and why. The events behind it
 * are redriven next. Gives the key, or undefined when no open event has this id. Only the first open event of a key can be
 * set aside: order is decided from the front.
 */
export const setAside = <DB, Events extends EventMap>(
  redriver: Pick<Redriver<DB, Events>, 'consumer' | 'database'>,
  decision: SettingAside,
): Promise<ParkedKey | undefined> =>
  redriver.database.transact(scopeOf(decision.county), async (tx) => {
    const { consumer } = redriver;
    const found = await sql<{ id: string; source: string; key: string }>`
      select id, source, key from parked_event
      where consumer = ${consumer} and event_id = ${decision.eventId} and ${open}`.execute(tx);
    const [event] = found.rows;
    if (event === undefined) return undefined;
    const key: ParkedKey = { source: event.source, key: event.key, county: decision.county };
    const head = await lockHead(tx, consumer, key);
    if (head?.id !== event.id) return undefined;
    await sql`
      update parked_event set state = 'set_aside', disposed_at = clock_timestamp(), disposed_by = ${decision.actor},
        disposed_reason = ${decision.reason} where id = ${event.id}`.execute(tx);
    await freeKey(tx, consumer, key);
    return key;
  });

/** Keys whose first open event may go on by itself: its obstacle was set aside, or what it waits for has arrived. */
export const readyKeys = async <DB>(tx: Transaction<DB>, consumer: string, triesMax: number): Promise<ParkedKey[]> => {
  const { rows } = await sql<ParkedKey>`
    select head.source, head.key, head.county
    from parked_key k cross join lateral (
      select e.* from parked_event e
      where e.consumer = k.consumer and e.source = k.source and e.key = k.key
        and e.state in ('parked', 'waiting_for', 'waiting_behind')
      order by e.id limit 1) head
    where k.consumer = ${consumer} and head.tries < ${triesMax} and (head.state = 'waiting_behind'
      or (head.state = 'waiting_for' and exists (select from arrival a
        where a.type = head.dependency_type and a.key = head.dependency_key)))
    order by head.id`.execute(tx);
  return rows;
};
