// A page of a county's documents, by date and id.
import { sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { type KnownDocument, knownDocument } from './document-row.ts';
import type { DB } from './tables.ts';

/** One document more than the page shows, if there is one. */
export const listDocumentsOf = async (
  tx: Transaction<DB>,
  county: string,
  page: PageRequest,
): Promise<KnownDocument[]> => {
  const [date, id] = page.after ?? [];
  const behind =
    date === undefined || id === undefined
      ? sql``
      : sql`and (document.date, document.id) > (${date}::date, ${id}::uuid)`;
  const { rows } = await sql<KnownDocument>`
    select ${knownDocument} from document
    where document.county = ${county} ${behind}
    order by document.date, document.id limit ${page.limit + 1}`.execute(tx);
  return rows;
};
