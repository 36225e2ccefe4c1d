// Synchronisations of a county, newest first, and one by id.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { type SynchronisationRow, synchronisationColumns } from './synchronisation-row.ts';
import type { DB } from './tables.ts';

/** One synchronisation more than the page shows, if there is one. */
export const listSynchronisationsOf = (
  tx: Transaction<DB>,
  county: string,
  page: PageRequest,
): Promise<SynchronisationRow[]> => {
  const [before] = page.after ?? [];
  let query = tx.selectFrom('synchronisation').select(synchronisationColumns).where('county', '=', county);
  if (before !== undefined) query = query.where('ordinal', '<', before);
  return query
    .orderBy('ordinal', 'desc')
    .limit(page.limit + 1)
    .execute();
};

/** The synchronisation of an id; undefined where the transaction's counties have none. */
export const findSynchronisation = (tx: Transaction<DB>, id: string): Promise<SynchronisationRow | undefined> =>
  tx.selectFrom('synchronisation').select(synchronisationColumns).where('id', '=', id).executeTakeFirst();
