// Stores a document once.
import type { Transaction } from 'kysely';
import type { RegisteredDocument } from '../domain/document.ts';
import { documentRowOf } from './document-row.ts';
import type { DB } from './tables.ts';

/** Inserts the document; false where it is there already. */
export const insertDocument = async (tx: Transaction<DB>, document: RegisteredDocument): Promise<boolean> => {
  const row = await tx
    .insertInto('document')
    .values(documentRowOf(document))
    .onConflict((conflict) => conflict.columns(['county', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};
