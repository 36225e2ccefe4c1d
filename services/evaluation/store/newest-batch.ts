// The newest batch of observations that is known of a county, by its position.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** The position of the newest batch that is known; null where none with a position is. */
export const newestBatch = async (tx: Transaction<DB>, county: string): Promise<number | null> => {
  const row = await tx.selectFrom('newest_batch').select('position').where('county', '=', county).executeTakeFirst();
  return row === undefined ? null : Number(row.position);
};

/** Knows of a batch. Batches may be told of in any order: the highest position counts. */
export const knowBatchPosition = async (tx: Transaction<DB>, county: string, position: number): Promise<void> => {
  await sql`
    insert into newest_batch as newest (county, position) values (${county}, ${position})
    on conflict (county) do update set position = greatest(newest.position, excluded.position)`.execute(tx);
};
