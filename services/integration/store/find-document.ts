// The document of an id.
import type { Transaction } from 'kysely';
import type { RegisteredDocument } from '../domain/document.ts';
import { documentColumns, documentOf } from './document-row.ts';
import type { DB } from './tables.ts';

/** The document, or undefined where there is none in the scope. */
export const findDocument = async (tx: Transaction<DB>, id: string): Promise<RegisteredDocument | undefined> => {
  const row = await tx.selectFrom('document').select(documentColumns).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : documentOf(row);
};
