// The measures of a county with their course as the export holds them, by id.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { measureOf, selectMeasures } from './measure-row.ts';
import type { DB } from './tables.ts';

/** Measures in the order of their ids. */
export const exportMeasures: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql<string>`measure.id::text collate "C"`;
  const rows = await selectMeasures(tx)
    .where('measure.county', '=', county)
    .where(key, '>', after)
    .orderBy(key)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ key: row.id, content: measureOf(row) }));
};
