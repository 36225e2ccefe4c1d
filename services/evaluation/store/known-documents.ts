// Which documents this service knows.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** The first of the documents that is not registered in the county; undefined where all are. */
export const firstUnknownDocument = async (
  tx: Transaction<DB>,
  county: string,
  ids: readonly string[],
): Promise<string | undefined> => {
  if (ids.length === 0) return undefined;
  const rows = await tx
    .selectFrom('known_document')
    .select('id')
    .where('county', '=', county)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  return ids.find((id) => !known.has(id));
};
