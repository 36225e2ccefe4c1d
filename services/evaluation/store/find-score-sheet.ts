// One score sheet, in its newest version or in an earlier one.
import { type SqlBool, sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { ScoreSheet } from '../domain/scoring/score-sheet.ts';
import type { DB } from './tables.ts';

/** A sheet with what its record says of its run and its cycle. */
export interface SheetRow {
  readonly id: string;
  readonly county: string;
  readonly cycle_id: string;
  readonly run_id: string;
  readonly run_kind: string;
  readonly place_id: string;
  readonly version: number;
  readonly indicator_system_id: string;
  readonly observation_set_id: string;
  readonly computed_on: string;
  readonly digest: string;
  readonly notified_on: string | null;
  readonly sheet: ScoreSheet;
}

/** The sheet; undefined where there is none, or it lies outside the caller's subtrees. */
export const findScoreSheet = async (
  tx: Transaction<DB>,
  caller: Scoped,
  id: string,
  version: number | undefined,
): Promise<SheetRow | undefined> => {
  const wanted = version === undefined ? sql<SqlBool>`true` : sql<SqlBool>`sheet.version = ${version}`;
  const { rows } = await sql<SheetRow>`
    select sheet.id, sheet.county, sheet.cycle_id, sheet.run_id, run.kind as run_kind, unit.place_id, sheet.version,
      run.indicator_system_id, run.observation_set_id, sheet.computed_on, sheet.digest, cycle.notified_on, sheet.sheet
    from score_sheet sheet
      join run on run.county = sheet.county and run.id = sheet.run_id
      join unit on unit.county = sheet.county and unit.id = sheet.unit_id
      join cycle on cycle.county = sheet.county and cycle.id = sheet.cycle_id
    where sheet.id = ${id} and ${wanted}
      and ${compileScope(caller, { place: sql.ref('unit.place_id'), date: sql.ref('cycle.opened_on') })}
    order by sheet.version desc limit 1`.execute(tx);
  return rows[0];
};
