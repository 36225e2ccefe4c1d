// The notices of a county as the export holds them, by id.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { noticeOf } from './notice-row.ts';
import type { DB } from './tables.ts';

/** Notices in the order of their ids. */
export const exportNotices: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql<string>`id::text collate "C"`;
  const rows = await tx
    .selectFrom('notice')
    .selectAll()
    .where('county', '=', county)
    .where(key, '>', after)
    .orderBy(key)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ key: row.id, content: noticeOf(row) }));
};
