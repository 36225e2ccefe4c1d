// The positions of a county's batches: the order in which they were kept.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** Takes the next position, from 1. Held until the transaction ends: who commits later has a higher one. */
export const takePosition = async (tx: Transaction<DB>, county: string): Promise<number> => {
  const { rows } = await sql<{ position: string }>`
    insert into batch_counter as counter (county, position) values (${county}, 1)
    on conflict (county) do update set position = counter.position + 1 returning position`.execute(tx);
  return Number(rows[0]?.position);
};

/** The position of the newest batch that has been kept; null before the first. */
export const newestPosition = async (tx: Transaction<DB>, county: string): Promise<number | null> => {
  const row = await tx.selectFrom('batch_counter').select('position').where('county', '=', county).executeTakeFirst();
  return row === undefined ? null : Number(row.position);
};
