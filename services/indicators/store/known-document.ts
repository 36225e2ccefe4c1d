// Documents that integration announced: what a publication may name.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** Whether a county has registered a document. */
export const isKnownDocument = async (tx: Transaction<DB>, county: string, documentId: string): Promise<boolean> => {
  const row = await tx
    .selectFrom('known_document')
    .select('document_id')
    .where('county', '=', county)
    .where('document_id', '=', documentId)
    .executeTakeFirst();
  return row !== undefined;
};

/** Remembers a document. */
export const insertKnownDocument = async (
  tx: Transaction<DB>,
  document: { readonly county: string; readonly documentId: string; readonly issuedOn: string },
): Promise<void> => {
  await tx
    .insertInto('known_document')
    .values({ county: document.county, document_id: document.documentId, issued_on: document.issuedOn })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};
