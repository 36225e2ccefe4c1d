// One attempt at one event inside an open transaction: its effect stays whole, or nothing of it does (exchange rules E8 and E9).
import { sql, type Transaction } from 'kysely';
import type { EventMap, RecordedEvent } from '#kernel/exchange/event.ts';
import { kindOf } from '#kernel/exchange/failure.ts';
import { type Reactor, react, type Traces } from './react.ts';

/** An event's own failure. */
export interface Failed {
  readonly failure: unknown;
}

/**
 * Applies an event under a savepoint and checks what it leaves for the commit to check, since a deferred constraint that failed
 * only there would fail every other event of the transaction with it. Gives the event's own failure, after which neither rows
 * nor traces of it are left; undefined when it is applied. Throws what says nothing about the event (E9).
 */
export const attempt = async <DB, Events extends EventMap>(
  reactor: Reactor<DB, Events>,
  tx: Transaction<DB>,
  event: RecordedEvent,
  traces: Traces,
): Promise<Failed | undefined> => {
  const before = { ...traces };
  await sql`savepoint event`.execute(tx);
  try {
    await react(reactor, tx, event, traces);
    await sql`set constraints all immediate`.execute(tx);
    // The next event may put its rows in any order again. All deferrable constraints here are declared as initially deferred.
    await sql`set constraints all deferred`.execute(tx);
    await sql`release savepoint event`.execute(tx);
    return undefined;
  } catch (failure) {
    if (kindOf(failure) === 'infrastructure') throw failure;
    // Where even that fails, so does the transaction with its next statement; the first cause is what is told.
    await sql`rollback to savepoint event`.execute(tx).catch(() => undefined);
    Object.assign(traces, before);
    return { failure };
  }
};
