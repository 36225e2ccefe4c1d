// Giving up a requested set: nobody waits for it any more (exchange rule E14).
import { type QueryExecutorProvider, sql } from 'kysely';
import { endPull, lockOpenPull } from './pull-row.ts';

/**
 * Closes the pull of a set as superseded and drops what was staged of it, in the transaction of who gives it up. A set that was
 * switched stays so, and one that was never requested changes nothing. A switch under way may hold the set while it waits for the caller's
 * record: the deadlock makes one of the two run again.
 */
export const withdrawPull = async (tx: QueryExecutorProvider, setId: string): Promise<void> => {
  // First its row, as who stages a page does: the staged rows of another instance are then there, and go too.
  if ((await lockOpenPull(tx, setId)) === undefined) return;
  await sql`delete from handover_staging where set_id = ${setId}`.execute(tx);
  await endPull(tx, setId, true);
};
