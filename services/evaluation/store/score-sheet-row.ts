// A score sheet as its row holds it: the document whole, and beside it what lists and ranks are read by.
import type { Insertable } from 'kysely';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { sheetDigest } from '../domain/scoring/result-digest.ts';
import type { ScoreSheet } from '../domain/scoring/score-sheet.ts';
import type { ScoreSheet as ScoreSheetTable } from './tables.ts';

/** A sheet with the id and version that it is stored under. */
export interface StoredSheet {
  readonly id: string;
  readonly version: number;
  readonly digest: string;
  readonly sheet: ScoreSheet;
}

/** The id of a unit's sheet in a run: one for all its versions. */
export const scoreSheetId = (runId: string, unitId: string): string => businessId('score-sheet', runId, unitId);

/** The sheet to store, under its first version or under a later one. */
export const storedSheet = (runId: string, sheet: ScoreSheet, version = 1): StoredSheet => ({
  id: scoreSheetId(runId, sheet.unitId),
  version,
  digest: sheetDigest(sheet).digest,
  sheet,
});

/** The row of a sheet. */
export const scoreSheetRow = (
  run: { readonly county: string; readonly cycleId: string; readonly runId: string; readonly on: IsoDate },
  { id, version, digest, sheet }: StoredSheet,
): Insertable<ScoreSheetTable> => ({
  county: run.county,
  id,
  version,
  cycle_id: run.cycleId,
  run_id: run.runId,
  unit_id: sheet.unitId,
  class_code: sheet.classCode,
  group_code: sheet.groupCode,
  total: sheet.total,
  rank: sheet.rank,
  ranked_units: sheet.rankedUnits,
  tied: sheet.tied,
  computed_on: run.on,
  digest,
  sheet: canonicalJson(sheet),
});
