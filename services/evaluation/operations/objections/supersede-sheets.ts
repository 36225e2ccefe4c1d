// What an accepted objection does to the sheets: its own gains a line, and whoever's rank moves gets a new version too.
import type { IsoDate } from '#kernel/values/date.ts';
import { adjustSheets, movedSheets } from '../../domain/scoring/adjustment.ts';
import { resultDigest } from '../../domain/scoring/result-digest.ts';
import type { Adjustment } from '../../domain/scoring/score-sheet.ts';
import type { EvaluationCall } from '../../handler.ts';
import { currentDigests, currentSheets } from '../../store/current-sheets.ts';
import type { CycleRow } from '../../store/cycle-row.ts';
import { insertScoreSheets } from '../../store/insert-score-sheets.ts';
import { saveResultDigest } from '../../store/save-cycle.ts';
import { scoreSheetRow, storedSheet } from '../../store/score-sheet-row.ts';

/** Where a line is added, and what is known of it. */
export interface Line {
  readonly cycle: CycleRow;
  readonly runId: string;
  readonly adjustment: Adjustment;
  readonly precision: number;
  readonly on: IsoDate;
}

/** Adds a line to a sheet of the final run and ranks anew; returns the cycle with its new digest and how many units changed their rank. */
export const supersedeSheets = async (
  call: EvaluationCall,
  { cycle, runId, adjustment, precision, on }: Line,
): Promise<{ readonly cycle: CycleRow; readonly ranksMoved: number }> => {
  const before = await currentSheets(call.tx, runId);
  const byUnit = new Map(before.map((one) => [one.sheet.unitId, one]));
  const sheets = before.map(({ sheet }) => sheet);
  const adjusted = adjustSheets(sheets, [adjustment], precision);
  if (!adjusted.ok) throw new Error(`A line does not fit its sheet: ${JSON.stringify(adjusted.faults)}`);
  const moved = movedSheets(sheets, adjusted.value);
  const of = { county: cycle.county, cycleId: cycle.id, runId, on };
  await insertScoreSheets(
    call.tx,
    moved.map((sheet) => scoreSheetRow(of, storedSheet(runId, sheet, (byUnit.get(sheet.unitId)?.version ?? 0) + 1))),
  );
  const digest = resultDigest(await currentDigests(call.tx, runId));
  return {
    cycle: await saveResultDigest(call.tx, cycle, digest),
    ranksMoved: moved.filter(({ unitId, rank }) => byUnit.get(unitId)?.sheet.rank !== rank).length,
  };
};
