// The time of bulk work: one statement of it takes longer than an ordinary request may.
import { sql, type Transaction } from 'kysely';

const MINUTE = 60_000;

/** A set of a whole county or country is one statement after another, and a busy machine takes minutes for one. */
const statementTimeoutMs: number = 15 * MINUTE;
/** Bulk work waits this long for other bulk work. */
const lockTimeoutMs: number = 2 * MINUTE;

/** Gives the open transaction the time that bulk work takes, until it ends: 15 minutes a statement, 2 minutes a lock. */
export const allowForBulk = async <DB>(tx: Transaction<DB>): Promise<void> => {
  await sql`
    select set_config('statement_timeout', ${`${statementTimeoutMs}ms`}, true),
      set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`.execute(tx);
};
