// The decisions of a county on measures as the export holds them, by id: without who recorded and who released them.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { decisionOf } from './decision-row.ts';
import type { DB } from './tables.ts';

/** Decisions in the order of their ids. */
export const exportDecisions: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql<string>`id::text collate "C"`;
  const rows = await tx
    .selectFrom('decision')
    .selectAll()
    .where('county', '=', county)
    .where(key, '>', after)
    .orderBy(key)
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const { recordedBy: _recorder, releasedBy: _releaser, ...content } = decisionOf(row);
    return { key: row.id, content };
  });
};
