// A document as its row holds it.
import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { RegisteredDocument } from '../domain/document.ts';
import type { Document as DocumentTable } from './tables.ts';

/** A document with the one that corrects it. */
export interface KnownDocument extends RegisteredDocument {
  readonly correctedBy: string | null;
}

/** The columns of a document that never changed since release 0.1: the export holds these, and a correction where there is one. */
export const documentColumns = [
  'id',
  'county',
  'organ',
  'code',
  'year',
  'number',
  'title',
  'date',
  'digest',
  'form',
] as const;

/** What a select of `document` gives of a known document. The table's own check allows no other form. */
export const knownDocument: RawBuilder<KnownDocument> = sql<KnownDocument>`
  document.id, document.county, document.organ, document.code, document.year, document.number, document.title, document.date,
  document.digest, document.form, document.registered_on as "registeredOn", document.corrects,
  document.correction_reason as "correctionReason",
  (select later.id from document later where later.county = document.county and later.corrects = document.id) as "correctedBy"`;

/** The row of a document. */
export const documentRowOf = ({
  registeredOn,
  correctionReason,
  ...document
}: RegisteredDocument): Insertable<DocumentTable> => ({
  ...document,
  registered_on: registeredOn,
  correction_reason: correctionReason,
});
