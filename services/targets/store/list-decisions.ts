// A page of a county's decisions on plans, newest first.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { PlanDecision } from '../domain/plan-decision.ts';
import { decisionsOf } from './decision-row.ts';
import type { DB } from './tables.ts';

/** One decision more than the page shows, if there is one. */
export const listDecisionsOf = async (
  tx: Transaction<DB>,
  wanted: { readonly county: string; readonly cycleId?: string; readonly state?: string },
  page: PageRequest,
): Promise<PlanDecision[]> => {
  let query = tx.selectFrom('decision').selectAll().where('county', '=', wanted.county);
  if (wanted.cycleId !== undefined) query = query.where('cycle_id', '=', wanted.cycleId);
  if (wanted.state !== undefined) query = query.where('state', '=', wanted.state);
  const [date, id] = page.after ?? [];
  if (date !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('recorded_on', 'id'), '<', where.tuple(date, id)));
  const rows = await query
    .orderBy('recorded_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return decisionsOf(tx, rows);
};
