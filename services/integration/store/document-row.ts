// A document as its row holds it.
import type { Selectable } from 'kysely';
import type { RegisteredDocument } from '../domain/document.ts';
import type { Document } from './tables.ts';

/** The columns of a document. */
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

type DocumentRow = Pick<Selectable<Document>, (typeof documentColumns)[number]>;

/** The document of a row. The table's own check allows no other form. */
export const documentOf = (row: DocumentRow): RegisteredDocument => ({
  ...row,
  form: row.form === 'paper' ? 'paper' : 'file',
});
