// How many words and signatures a cycle has: the place of the newest of them.
import { sql, type Transaction } from 'kysely';
import type { CycleRow } from './cycle-row.ts';
import type { DB } from './tables.ts';

/**
 * Counts what units said and departments signed in a cycle, in one order from 1 without gaps. The caller holds the cycle, so that the
 * next place is given once.
 */
export const wordCount = async (
  tx: Transaction<DB>,
  { county, id }: Pick<CycleRow, 'county' | 'id'>,
): Promise<number> => {
  const { rows } = await sql<{ count: string }>`
    select greatest(
      (select max(ordinal) from value_signature where county = ${county} and cycle_id = ${id}),
      (select max(ordinal) from value_confirmation where county = ${county} and cycle_id = ${id}),
      0
    ) as count`.execute(tx);
  return Number(rows[0]?.count ?? 0);
};
