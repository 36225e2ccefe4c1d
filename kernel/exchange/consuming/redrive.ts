// Redriving parked events, in key order (exchange rules E8 and E12).
import { sql, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '#kernel/database/database.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import { reasonOf } from '#kernel/exchange/failure.ts';
import { attempt } from './attempt.ts';
import { freeKey, lockHead } from './head.ts';
import { noteFailure, type TriedHead } from './note-failure.ts';
import { open, type ParkedKey, scopeOf } from './parked.ts';
import type { Reactor } from './react.ts';

/** What redriving needs. */
export interface Redriver<DB, Events extends EventMap> {
  readonly consumer: string;
  readonly database: Database<DB>;
  readonly reactor: Reactor<DB, Events>;
  /** Tries by itself after which an event waits for an operator (E8). */
  readonly triesMax: number;
  readonly logger: Logger;
}

/** What a redrive did with a key. */
export interface Redriven {
  /** Events that were applied now. */
  readonly applied: number;
  /** Why the next one still waits; null when the key is free. */
  readonly waits: string | null;
}

/** The failure of an event's own, which rolls its transaction back. */
class TryFailed extends Error {
  readonly head: TriedHead;
  readonly failure: unknown;

  constructor(head: TriedHead, failure: unknown) {
    super('a parked event failed again', { cause: failure });
    this.name = 'TryFailed';
    this.head = head;
    this.failure = failure;
  }
}

type Step =
  | { readonly kind: 'free' }
  | { readonly kind: 'applied' }
  | { readonly kind: 'waits'; readonly reason: string };

/** Applies the first waiting event of a key in one transaction with its removal, and frees the key with the last one. */
const applyHead = <DB, Events extends EventMap>(
  redriver: Redriver<DB, Events>,
  key: ParkedKey,
  actor: string,
): Promise<Step> =>
  redriver.database.transact(scopeOf(key.county), async (tx): Promise<Step> => {
    const head = await lockHead(tx, redriver.consumer, key);
    if (head === undefined) return { kind: 'free' };
    const failed = await attempt(redriver.reactor, tx, head.event, { appended: 0, arrived: 0 });
    if (failed !== undefined) throw new TryFailed(head, failed.failure);
    await sql`
      update parked_event set state = 'redriven', tries = tries + 1, disposed_at = clock_timestamp(),
        disposed_by = ${actor} where id = ${head.id}`.execute(tx);
    await freeKey(tx, redriver.consumer, key);
    return { kind: 'applied' };
  });

/** A failure of the event's own is noted; any other tells nothing about it and is thrown (E9). */
const redriveOne = async <DB, Events extends EventMap>(
  redriver: Redriver<DB, Events>,
  key: ParkedKey,
  actor: string,
): Promise<Step> => {
  try {
    return await applyHead(redriver, key, actor);
  } catch (error) {
    if (!(error instanceof TryFailed)) throw error;
    await noteFailure(redriver, key, error.head, error.failure);
    return { kind: 'waits', reason: reasonOf(error.failure) };
  }
};

/**
 * Redrives the events of a key in their order until one fails again or the key is free. Each event has a transaction of its
 * own; its effect counts once, since its row leaves the open ones with the effect. `actor` is who asked for it. Gives
 * undefined when no event of the key waits. Throws what is not the fault of an event: nothing of that try is kept.
 */
export const redrive = async <DB, Events extends EventMap>(
  redriver: Redriver<DB, Events>,
  key: ParkedKey,
  actor: string,
): Promise<Redriven | undefined> => {
  for (let applied = 0; ; applied += 1) {
    const step = await redriveOne(redriver, key, actor);
    if (step.kind === 'free') return applied === 0 ? undefined : { applied, waits: null };
    if (step.kind === 'waits') {
      redriver.logger.warn({ ...key, reason: step.reason }, 'a redriven event still waits');
      return { applied, waits: step.reason };
    }
  }
};

/**
 * Keys whose first open event may go on by itself: its obstacle was set aside, or what it waits for has arrived. One that was
 * tried in vain waits `retryMs`, and twice as long after each try more.
 */
export const readyKeys = async <DB>(tx: Transaction<DB>, consumer: string, retryMs: number): Promise<ParkedKey[]> => {
  const { rows } = await sql<ParkedKey>`
    select head.source, head.key, head.county
    from parked_key k cross join lateral (
      select e.* from parked_event e
      where e.consumer = k.consumer and e.source = k.source and e.key = k.key
        and e.${open}
      order by e.id limit 1) head
    where k.consumer = ${consumer}
      and (head.tried_at is null
        or head.tried_at + ${retryMs} * power(2, head.tries) * interval '1 millisecond' <= clock_timestamp())
      and (head.state = 'waiting_behind'
      or (head.state = 'waiting_for' and exists (select from arrival a
        where a.type = head.dependency_type and a.key = head.dependency_key)))
    order by head.id`.execute(tx);
  return rows;
};
