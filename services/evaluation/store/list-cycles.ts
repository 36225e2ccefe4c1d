// A page of a county's cycles, newest first.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { type CycleRow, cycleRowOf } from './cycle-row.ts';
import type { DB } from './tables.ts';

/** One cycle more than the page shows, if there is one. The cursor is the day of the opening and the id. */
export const listCyclesOf = async (
  tx: Transaction<DB>,
  { county, state }: { readonly county: string; readonly state?: string },
  page: PageRequest,
): Promise<CycleRow[]> => {
  const [openedOn, id] = page.after ?? [];
  let query = tx.selectFrom('cycle').selectAll().where('county', '=', county);
  if (state !== undefined) query = query.where('state', '=', state);
  if (openedOn !== undefined && id !== undefined) {
    query = query.where((where) => where(where.refTuple('opened_on', 'id'), '<', where.tuple(openedOn, id)));
  }
  const rows = await query
    .orderBy('opened_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(cycleRowOf);
};
