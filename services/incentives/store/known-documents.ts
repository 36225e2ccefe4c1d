// The documents that integration announced: what a decision may name.
import type { Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** A registered document as it was announced. */
export interface KnownDocument {
  readonly id: string;
  readonly county: string;
  readonly issuedOn: string;
  readonly digest: string;
}

/** Remembers a document. It never changes. */
export const insertKnownDocument = async (tx: Transaction<DB>, document: KnownDocument): Promise<void> => {
  await tx
    .insertInto('known_document')
    .values({ id: document.id, county: document.county, issued_on: document.issuedOn, digest: document.digest })
    .execute();
};

/** Whether the county has registered the document. */
export const isDocumentKnown = async (tx: Transaction<DB>, county: string, id: string): Promise<boolean> => {
  const row = await tx
    .selectFrom('known_document')
    .select('id')
    .where('county', '=', county)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
};
