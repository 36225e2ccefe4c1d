// What an accepted objection does to the sheets: who is touched by its line or its corrected values, in points or rank, gets a new version.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { type Decimal, subtract } from '#kernel/values/decimal.ts';
import { adjustSheets } from '../../domain/scoring/adjustment.ts';
import type { RunInput } from '../../domain/scoring/columns.ts';
import { type Correction, correctObservations } from '../../domain/scoring/correction.ts';
import { changedSheets, rescore } from '../../domain/scoring/rescore.ts';
import { resultDigest } from '../../domain/scoring/result-digest.ts';
import type { Adjustment, ScoreSheet } from '../../domain/scoring/score-sheet.ts';
import type { EvaluationCall } from '../../handler.ts';
import { currentDigests, currentSheets } from '../../store/current-sheets.ts';
import type { CycleRow } from '../../store/cycle-row.ts';
import { insertScoreSheets } from '../../store/insert-score-sheets.ts';
import { saveResultDigest } from '../../store/save-cycle.ts';
import { scoreSheetRow, storedSheet } from '../../store/score-sheet-row.ts';
import { fieldFaults } from '../cycle/field-faults.ts';

/** What changes the sheets of the final run: a line of a sheet, or corrected values with what the run was computed from. */
export type Change =
  | { readonly adjustment: Adjustment; readonly precision: number }
  | { readonly corrections: readonly Correction[]; readonly input: RunInput };

/** The sheets of a final run that are superseded, on a day, by an objection of a unit to an item. */
export interface Superseding {
  readonly cycle: CycleRow;
  readonly runId: string;
  readonly on: IsoDate;
  readonly unitId: string;
  readonly indicatorCode: string;
}

/** The cycle with its new digest, how many units changed their rank, and what the item gained. */
export interface Superseded {
  readonly cycle: CycleRow;
  readonly ranksMoved: number;
  readonly points: Decimal;
}

const sheetsAfter = (before: readonly ScoreSheet[], change: Change): readonly ScoreSheet[] => {
  if ('adjustment' in change) {
    const adjusted = adjustSheets(before, [change.adjustment], change.precision);
    if (adjusted.ok) return adjusted.value;
    throw new Error(`A line does not fit its sheet: ${JSON.stringify(adjusted.faults)}`);
  }
  const { input, corrections } = change;
  const observations = correctObservations(input.observations, corrections);
  const scored = rescore({ ...input, observations }, before);
  if (scored.ok) return scored.value;
  throw problem('RUN_BLOCKED', { count: scored.faults.length }, { faults: fieldFaults(scored.faults, '') });
};

const pointsOf = (sheets: readonly ScoreSheet[], { unitId, indicatorCode }: Superseding): Decimal => {
  const sheet = sheets.find((one) => one.unitId === unitId);
  const item = sheet?.items.find((one) => one.indicatorCode === indicatorCode);
  if (item === undefined) throw new Error(`The run has no item ${indicatorCode} of the unit ${unitId}.`);
  return item.points;
};

/** Changes the sheets of the final run and ranks them again. RUN_BLOCKED where the corrected values can't be scored. */
export const supersedeSheets = async (
  call: EvaluationCall,
  about: Superseding,
  change: Change,
): Promise<Superseded> => {
  const { cycle, runId, on } = about;
  const stored = await currentSheets(call.tx, runId);
  const byUnit = new Map(stored.map((one) => [one.sheet.unitId, one]));
  const before = stored.map(({ sheet }) => sheet);
  const after = sheetsAfter(before, change);
  const changed = changedSheets(before, after);
  const of = { county: cycle.county, cycleId: cycle.id, runId, on };
  await insertScoreSheets(
    call.tx,
    changed.map((sheet) => scoreSheetRow(of, storedSheet(runId, sheet, (byUnit.get(sheet.unitId)?.version ?? 0) + 1))),
  );
  const digest = resultDigest(await currentDigests(call.tx, runId));
  return {
    cycle: await saveResultDigest(call.tx, cycle, digest),
    ranksMoved: changed.filter(({ unitId, rank }) => byUnit.get(unitId)?.sheet.rank !== rank).length,
    points:
      'adjustment' in change ? change.adjustment.points : subtract(pointsOf(after, about), pointsOf(before, about)),
  };
};
