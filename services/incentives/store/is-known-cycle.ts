// Whether a cycle has been opened in the county.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** True where evaluation has told of the opening. */
export const isKnownCycle = async (tx: Transaction<DB>, county: string, id: string): Promise<boolean> => {
  const row = await tx
    .selectFrom('cycle')
    .select('id')
    .where('county', '=', county)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
};
