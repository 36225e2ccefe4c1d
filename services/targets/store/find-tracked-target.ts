// A target of a published plan, where it lies in the caller's scope.
import type { Transaction } from 'kysely';
import type { Scoped } from '#kernel/scope/scope.ts';
import { cycleScope } from './cycle-scope.ts';
import type { DB } from './tables.ts';
import { type StoredTarget, targetColumns, targetOf } from './target-row.ts';

/** A target in force, with the unit that it is of. */
export type TrackedTarget = StoredTarget & {
  readonly county: string;
  readonly planId: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly placeId: string;
};

/** The target, locked for a command where asked; undefined where no published plan in the scope has it. */
export const findTrackedTarget = async (
  tx: Transaction<DB>,
  caller: Scoped,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<TrackedTarget | undefined> => {
  const query = tx
    .selectFrom('target')
    .innerJoin('plan', (join) =>
      join.onRef('plan.county', '=', 'target.county').onRef('plan.id', '=', 'target.plan_id'),
    )
    .select(targetColumns)
    .select(['plan.county', 'plan.id as plan_id', 'plan.cycle_id', 'plan.unit_id', 'plan.place_id'])
    .where('target.id', '=', id)
    .where('plan.state', '=', 'published')
    .where(cycleScope(caller, 'plan'));
  const row = await (lock ? query.forUpdate('target') : query).executeTakeFirst();
  if (row === undefined) return undefined;
  const { county, plan_id: planId, cycle_id: cycleId, unit_id: unitId, place_id: placeId } = row;
  return { ...targetOf(row), county, planId, cycleId, unitId, placeId };
};
