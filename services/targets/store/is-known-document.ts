// Whether a document has been registered in the county.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** True where integration has told of the document. */
export const isKnownDocument = async (tx: Transaction<DB>, county: string, id: string): Promise<boolean> => {
  const row = await tx
    .selectFrom('known_document')
    .select('id')
    .where('county', '=', county)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
};
