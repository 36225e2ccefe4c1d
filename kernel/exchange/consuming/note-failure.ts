// Keeping why a redriven event still waits, and counting its try (exchange rule E8).
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { kindOf, reasonOf, WaitFor } from '#kernel/exchange/failure.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { open, type ParkedKey, scopeOf } from './parked.ts';

/** The parked event that was tried, as it stood before the try. */
export interface TriedHead {
  readonly id: string;
  /** When it was tried before, as PostgreSQL's text; null before its first try. */
  readonly triedAt: string | null;
}

/** What noting needs. */
export interface Noting {
  readonly database: Pick<Transactor, 'transact'>;
  /** Tries by itself after which an event waits for an operator. */
  readonly triesMax: number;
  readonly logger: Logger;
}

/**
 * What may pass by itself is tried again, each time after a longer wait, until its tries have been used up: then it is parked
 * like what can't pass. Waiting for another fact than before begins the tries anew.
 */
const changeOf = (failure: unknown, triesMax: number) => {
  if (failure instanceof WaitFor) {
    const { type, key } = failure.dependency;
    const same = sql`(dependency_type = ${type} and dependency_key = ${key}) is true`;
    return sql`dependency_type = ${type}, dependency_key = ${key},
      state = case when ${same} and tries + 1 >= ${triesMax} then 'parked' else 'waiting_for' end,
      tries = case when ${same} then tries + 1 else 0 end`;
  }
  const passes = kindOf(failure) === 'transient';
  return sql`tries = tries + 1,
    state = case when ${passes}::boolean and tries + 1 < ${triesMax} then state else 'parked' end`;
};

/**
 * Notes a failed try in a transaction of its own, since the one that failed leaves nothing. Where another try has noted its
 * failure meanwhile, that one stands and this one is only counted; an event that is no longer open is left as it is. When it
 * can't be noted it throws the event's failure and logs its own.
 */
export const noteFailure = async (
  { database, triesMax, logger }: Noting,
  key: ParkedKey,
  head: TriedHead,
  failure: unknown,
): Promise<void> => {
  try {
    await database.transact(scopeOf(key.county), async (tx) => {
      const { rows } = await sql`
        update parked_event set ${changeOf(failure, triesMax)}, reason = ${reasonOf(failure)}, tried_at = clock_timestamp()
        where id = ${head.id} and ${open} and tried_at is not distinct from ${head.triedAt}::timestamptz
        returning id`.execute(tx);
      if (rows.length === 0)
        await sql`update parked_event set tries = tries + 1 where id = ${head.id} and ${open}`.execute(tx);
    });
  } catch (error) {
    logger.warn({ err: error, ...key }, 'the failure of a redriven event could not be noted');
    throw failure;
  }
};
