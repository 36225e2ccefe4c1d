// The decisions of a county on plans as the export holds them, by id: without who recorded and released them.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { decisionsOf } from './decision-row.ts';
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
  return (await decisionsOf(tx, rows)).map(
    ({ id, cycleId, state, version, decision, plans, recordedOn, releasedOn }) => ({
      key: id,
      content: { id, county, cycleId, state, version, decision, plans, recordedOn, releasedOn },
    }),
  );
};
