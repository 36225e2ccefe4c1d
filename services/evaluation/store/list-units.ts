// The assessed units of a cycle, whole or by page.
import type { Selectable, Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { DB, Unit } from './tables.ts';

/** A unit as its row holds it. */
export type UnitRow = Selectable<Unit>;

/** All units of a cycle, by place code: at most as many as the contract lets a cycle have. */
export const unitsOf = (tx: Transaction<DB>, cycleId: string): Promise<UnitRow[]> =>
  tx.selectFrom('unit').selectAll().where('cycle_id', '=', cycleId).orderBy('place_code').orderBy('id').execute();

/** One unit more than the page shows, if there is one. The cursor is the place code and the id. */
export const listUnitsOf = async (tx: Transaction<DB>, cycleId: string, page: PageRequest): Promise<UnitRow[]> => {
  const [placeCode, id] = page.after ?? [];
  let query = tx.selectFrom('unit').selectAll().where('cycle_id', '=', cycleId);
  if (placeCode !== undefined && id !== undefined) {
    query = query.where((where) => where(where.refTuple('place_code', 'id'), '>', where.tuple(placeCode, id)));
  }
  return query
    .orderBy('place_code')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
};
