// The scoring runs of a cycle.
import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { DB, Run } from './tables.ts';

/** A run as its row holds it. */
export type RunRow = Selectable<Run>;

/** The number of the newest run of a cycle; 0 before the first. */
export const lastRunNumber = async (tx: Transaction<DB>, cycleId: string): Promise<number> => {
  const row = await tx
    .selectFrom('run')
    .select((select) => select.fn.max('number').as('number'))
    .where('cycle_id', '=', cycleId)
    .executeTakeFirst();
  return row?.number ?? 0;
};

/** Stores a run. */
export const insertRun = (tx: Transaction<DB>, row: Insertable<Run>): Promise<RunRow> =>
  tx.insertInto('run').values(row).returningAll().executeTakeFirstOrThrow();

/** The run of an id; undefined where there is none in the scope. */
export const findRun = (tx: Transaction<DB>, id: string): Promise<RunRow | undefined> =>
  tx.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();

/** One run more than the page shows, if there is one, newest first. The cursor is the number. */
export const listRunsOf = (tx: Transaction<DB>, cycleId: string, page: PageRequest): Promise<RunRow[]> => {
  const [number] = page.after ?? [];
  let query = tx.selectFrom('run').selectAll().where('cycle_id', '=', cycleId);
  if (number !== undefined) query = query.where('number', '<', sql<number>`${number}::bigint`);
  return query
    .orderBy('number', 'desc')
    .limit(page.limit + 1)
    .execute();
};
