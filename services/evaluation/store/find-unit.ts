// A unit of a cycle, as far as the caller may act for it.
import { sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { UnitRow } from './list-units.ts';
import type { DB } from './tables.ts';

/**
 * The unit; undefined where the cycle has none of this id, and where it lies outside the caller's subtrees: nobody learns which.
 * A unit is placed as the directory had it on the day that the cycle opened, since it is frozen from then on.
 */
export const findUnit = (
  tx: Transaction<DB>,
  caller: Scoped,
  { cycleId, unitId }: { readonly cycleId: string; readonly unitId: string },
): Promise<UnitRow | undefined> =>
  tx
    .selectFrom('unit')
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.county', '=', 'unit.county').onRef('cycle.id', '=', 'unit.cycle_id'),
    )
    .selectAll('unit')
    .where('unit.cycle_id', '=', cycleId)
    .where('unit.id', '=', unitId)
    .where(compileScope(caller, { place: sql.ref('unit.place_id'), date: sql.ref('cycle.opened_on') }))
    .executeTakeFirst();
