// A page of a county's documents, by date and id.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { RegisteredDocument } from '../domain/document.ts';
import { documentColumns, documentOf } from './document-row.ts';
import type { DB } from './tables.ts';

/** One document more than the page shows, if there is one. */
export const listDocumentsOf = async (
  tx: Transaction<DB>,
  county: string,
  page: PageRequest,
): Promise<RegisteredDocument[]> => {
  const [date, id] = page.after ?? [];
  let query = tx.selectFrom('document').select(documentColumns).where('county', '=', county);
  if (date !== undefined && id !== undefined) {
    query = query.where((where) => where(where.refTuple('date', 'id'), '>', where.tuple(date, id)));
  }
  const rows = await query
    .orderBy('date')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return rows.map(documentOf);
};
