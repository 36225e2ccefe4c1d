// A page of a county's measures, by cycle, team and rule.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Measure, MeasureState } from '../domain/measure.ts';
import { measureOf, selectMeasures } from './measure-row.ts';
import { measureScope } from './measure-scope.ts';
import type { DB } from './tables.ts';

/** Which measures are listed. */
export interface MeasureFilter {
  readonly county: string;
  readonly cycleId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly state?: MeasureState | undefined;
}

/** The sort key of a measure: what a cursor holds. */
export const measureSortKey = (measure: Measure): readonly string[] => [
  measure.cycleId,
  measure.teamId,
  measure.rule.code,
  measure.id,
];

/** One measure more than the page shows, if there is one. */
export const listMeasuresOf = async (
  tx: Transaction<DB>,
  caller: Scoped,
  { county, cycleId, teamId, state }: MeasureFilter,
  page: PageRequest,
): Promise<readonly Measure[]> => {
  let query = selectMeasures(tx).where('measure.county', '=', county).where(measureScope(caller));
  if (cycleId !== undefined) query = query.where('measure.cycle_id', '=', cycleId);
  if (teamId !== undefined) query = query.where('measure.team_id', '=', teamId);
  if (state !== undefined) query = query.where('measure.state', '=', state);
  const [cycle, team, rule, id] = page.after ?? [];
  if (cycle !== undefined && team !== undefined && rule !== undefined && id !== undefined) {
    query = query.where((where) =>
      where(
        where.refTuple('measure.cycle_id', 'measure.team_id', 'measure.rule_code', 'measure.id'),
        '>',
        where.tuple(cycle, team, rule, id),
      ),
    );
  }
  const rows = await query
    .orderBy('measure.cycle_id')
    .orderBy('measure.team_id')
    .orderBy('measure.rule_code')
    .orderBy('measure.id')
    .limit(page.limit + 1)
    .execute();
  return rows.map(measureOf);
};
