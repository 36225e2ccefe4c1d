// The approved results of the units of a cycle.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { StoredSheet } from './score-sheet-row.ts';
import type { DB } from './tables.ts';

/** A result as lists and announcements show it. */
export interface UnitResultRow {
  readonly id: string;
  readonly cycle_id: string;
  readonly unit_id: string;
  readonly place_id: string;
  readonly version: number;
  readonly score_sheet_id: string;
  readonly score_sheet_version: number;
  readonly class_code: string;
  readonly group_code: string;
  readonly total: string;
  readonly rank: number;
  readonly ranked_units: number;
  readonly tied: boolean;
  readonly decision_id: string;
  readonly approved_on: string;
  readonly announced_on: string | null;
  readonly supersedes: number | null;
}

/** Stores the results that a decision approves: a first version for each sheet as it stands. */
export const insertUnitResults = async (
  tx: Transaction<DB>,
  of: { readonly county: string; readonly cycleId: string; readonly decisionId: string; readonly on: IsoDate },
  sheets: readonly StoredSheet[],
): Promise<void> => {
  await tx
    .insertInto('unit_result')
    .values(
      sheets.map(({ id, version, sheet }) => ({
        county: of.county,
        id: businessId('unit-result', sheet.unitId),
        cycle_id: of.cycleId,
        unit_id: sheet.unitId,
        version: 1,
        score_sheet_id: id,
        score_sheet_version: version,
        class_code: sheet.classCode,
        group_code: sheet.groupCode,
        total: sheet.total,
        rank: sheet.rank,
        ranked_units: sheet.rankedUnits,
        tied: sheet.tied,
        decision_id: of.decisionId,
        approved_on: of.on,
        supersedes: null,
      })),
    )
    .execute();
};

/** The results of all units. */
const everyUnit: RawBuilder<SqlBool> = sql<SqlBool>`true`;

/** The results of the units within the caller's subtrees, as the directory had them on the day that the cycle opened. */
export const ownUnits = (caller: Scoped): RawBuilder<SqlBool> =>
  compileScope(caller, { place: sql.ref('unit.place_id'), date: sql.ref('cycle.opened_on') });

/** The results by group, rank and unit, each in its newest version: one more than `limit`, behind the three of the cursor. */
export const unitResultsOf = async (
  tx: Transaction<DB>,
  cycleId: string,
  page: PageRequest,
  within: RawBuilder<SqlBool> = everyUnit,
): Promise<readonly UnitResultRow[]> => {
  const [group, rank, unit] = page.after ?? [];
  const beyond =
    group === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(result.group_code, result.rank, result.unit_id) > (${group}, ${rank}::bigint, ${unit}::uuid)`;
  const { rows } = await sql<UnitResultRow>`
    select result.id, result.cycle_id, result.unit_id, unit.place_id, result.version, result.score_sheet_id,
      result.score_sheet_version, result.class_code, result.group_code, result.total::text, result.rank,
      result.ranked_units, result.tied, result.decision_id, result.approved_on, cycle.announced_on, result.supersedes
    from unit_result result
      join unit on unit.county = result.county and unit.id = result.unit_id
      join cycle on cycle.county = result.county and cycle.id = result.cycle_id
    where result.cycle_id = ${cycleId} and ${beyond} and ${within}
      and not exists (
        select from unit_result later
        where later.county = result.county and later.id = result.id and later.version > result.version
      )
    order by result.group_code, result.rank, result.unit_id limit ${page.limit + 1}`.execute(tx);
  return rows;
};
