// The documents of a county as the export holds them, by id.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { documentColumns } from './document-row.ts';
import type { DB } from './tables.ts';

/** Documents in the order of their ids. */
export const exportDocuments: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql<string>`id::text collate "C"`;
  const rows = await tx
    .selectFrom('document')
    .select([...documentColumns, 'corrects', 'correction_reason'])
    .where('county', '=', county)
    .where(key, '>', after)
    .orderBy(key)
    .limit(limit)
    .execute();
  return rows.map(({ corrects, correction_reason: correctionReason, ...row }) => ({
    key: row.id,
    content: corrects === null ? row : { ...row, corrects, correctionReason },
  }));
};
