// Whether an indicator system has been published in the county.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** True where indicators has told of the system. */
export const isKnownSystem = async (tx: Transaction<DB>, county: string, id: string): Promise<boolean> => {
  const row = await tx
    .selectFrom('indicator_system')
    .select('id')
    .where('county', '=', county)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
};
