// The decided grades of the teams of a cycle.
import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { DB, TeamGrade } from './tables.ts';

/** A grade with the place of its unit. */
export type TeamGradeRow = Selectable<TeamGrade> & { readonly place_id: string; readonly place_code: string };

/** Stores decided grades. */
export const insertTeamGrades = async (tx: Transaction<DB>, rows: readonly Insertable<TeamGrade>[]): Promise<void> => {
  await tx
    .insertInto('team_grade')
    .values([...rows])
    .execute();
};

/** One grade more than the page shows, if there is one, by place code and id, within the caller's subtrees. */
export const listTeamGradesOf = (
  tx: Transaction<DB>,
  caller: Scoped,
  cycleId: string,
  page: PageRequest,
): Promise<TeamGradeRow[]> => {
  const [placeCode, id] = page.after ?? [];
  let query = tx
    .selectFrom('team_grade')
    .innerJoin('unit', (join) =>
      join.onRef('unit.county', '=', 'team_grade.county').onRef('unit.id', '=', 'team_grade.unit_id'),
    )
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.county', '=', 'unit.county').onRef('cycle.id', '=', 'unit.cycle_id'),
    )
    .selectAll('team_grade')
    .select(['unit.place_id', 'unit.place_code'])
    .where('team_grade.cycle_id', '=', cycleId)
    .where(compileScope(caller, { place: sql.ref('unit.place_id'), date: sql.ref('cycle.opened_on') }));
  if (placeCode !== undefined && id !== undefined) {
    query = query.where((where) =>
      where(where.refTuple('unit.place_code', 'team_grade.id'), '>', where.tuple(placeCode, id)),
    );
  }
  return query
    .orderBy('unit.place_code')
    .orderBy('team_grade.id')
    .limit(page.limit + 1)
    .execute();
};
