// A page of a county's plans in the order of their units' place codes.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Plan, PlanState } from '../domain/plan.ts';
import { cycleScope } from './cycle-scope.ts';
import { planOf } from './plan-row.ts';
import type { DB } from './tables.ts';

/** One plan more than the page shows, if there is one. */
export const listPlansOf = async (
  tx: Transaction<DB>,
  caller: Scoped,
  wanted: { readonly county: string; readonly cycleId?: string; readonly unitId?: string; readonly state?: PlanState },
  page: PageRequest,
): Promise<Plan[]> => {
  let query = tx
    .selectFrom('plan')
    .selectAll('plan')
    .where('plan.county', '=', wanted.county)
    .where(cycleScope(caller, 'plan'));
  if (wanted.cycleId !== undefined) query = query.where('cycle_id', '=', wanted.cycleId);
  if (wanted.unitId !== undefined) query = query.where('unit_id', '=', wanted.unitId);
  if (wanted.state !== undefined) query = query.where('state', '=', wanted.state);
  const [code, id] = page.after ?? [];
  if (code !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('place_code', 'id'), '>', where.tuple(code, id)));
  const rows = await query
    .orderBy('place_code')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return rows.map(planOf);
};
