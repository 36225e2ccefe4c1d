// A page of the score sheets of a run, without their items.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { DB } from './tables.ts';

/** A sheet as a list shows it. */
export interface SheetSummaryRow {
  readonly id: string;
  readonly run_id: string;
  readonly unit_id: string;
  readonly place_id: string;
  readonly version: number;
  readonly class_code: string;
  readonly group_code: string;
  readonly total: string;
  readonly rank: number;
  readonly ranked_units: number;
  readonly tied: boolean;
}

/**
 * One sheet more than the page shows, if there is one, each in its newest version, by group, rank and unit, within the
 * caller's subtrees. The cursor is these three.
 */
export const listScoreSheetsOf = async (
  tx: Transaction<DB>,
  caller: Scoped,
  runId: string,
  page: PageRequest,
): Promise<readonly SheetSummaryRow[]> => {
  const [group, rank, unit] = page.after ?? [];
  const beyond =
    group === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(sheet.group_code, sheet.rank, sheet.unit_id) > (${group}, ${rank}::bigint, ${unit}::uuid)`;
  const { rows } = await sql<SheetSummaryRow>`
    select sheet.id, sheet.run_id, sheet.unit_id, unit.place_id, sheet.version, sheet.class_code, sheet.group_code,
      sheet.total::text, sheet.rank, sheet.ranked_units, sheet.tied
    from score_sheet sheet
      join unit on unit.county = sheet.county and unit.id = sheet.unit_id
      join cycle on cycle.county = sheet.county and cycle.id = sheet.cycle_id
    where sheet.run_id = ${runId} and ${beyond}
      and not exists (
        select from score_sheet later
        where later.county = sheet.county and later.id = sheet.id and later.version > sheet.version
      )
      and ${compileScope(caller, { place: sql.ref('unit.place_id'), date: sql.ref('cycle.opened_on') })}
    order by sheet.group_code, sheet.rank, sheet.unit_id limit ${page.limit + 1}`.execute(tx);
  return rows;
};
