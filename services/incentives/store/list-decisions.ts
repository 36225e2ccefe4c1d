// A page of a county's decisions on measures, newest first.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { MeasureDecision } from '../domain/measure-decision.ts';
import { decisionOf } from './decision-row.ts';
import type { DB } from './tables.ts';

/** Which decisions are listed. */
export interface DecisionFilter {
  readonly county: string;
  readonly cycleId?: string | undefined;
  readonly state?: MeasureDecision['state'] | undefined;
}

/** One decision more than the page shows, if there is one. */
export const listDecisionsOf = async (
  tx: Transaction<DB>,
  { county, cycleId, state }: DecisionFilter,
  page: PageRequest,
): Promise<readonly MeasureDecision[]> => {
  let query = tx.selectFrom('decision').selectAll().where('county', '=', county);
  if (cycleId !== undefined) query = query.where('cycle_id', '=', cycleId);
  if (state !== undefined) query = query.where('state', '=', state);
  const [recordedOn, id] = page.after ?? [];
  if (recordedOn !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('recorded_on', 'id'), '<', where.tuple(recordedOn, id)));
  const rows = await query
    .orderBy('recorded_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(decisionOf);
};
