// The lock of the directory: one transaction at a time brings it to what it learned.
import { sql, type Transaction } from 'kysely';
import { allowForBulk } from '#kernel/database/allow-bulk.ts';

/**
 * Held until the transaction ends, the same that `refresh_directory_closure()` takes. Take it before reading what is known and
 * is to be compared with: the places above the counties are shared, and of two that learn them at once the second would write
 * what the first has written (SQLSTATE 23505). The transaction gets the time of bulk work: the closure of the whole country
 * is one statement.
 */
export const lockDirectory = async <DB>(tx: Transaction<DB>): Promise<void> => {
  await allowForBulk(tx);
  await sql`select pg_advisory_xact_lock(hashtext('jixiao.directory'), hashtext(current_schema()))`.execute(tx);
};
