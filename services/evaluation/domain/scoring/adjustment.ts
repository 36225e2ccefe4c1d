// Lines that documents add to score sheets, and what they move.
import { add, isRounded, sum } from '#kernel/values/decimal.ts';
import { type Checked, type FaultList, faultList } from '#kernel/values/scheme/fault.ts';
import { bySheetOrder, rankWithinGroups } from './ranking.ts';
import type { Adjustment, ScoreSheet } from './score-sheet.ts';

const checkAdjustments = (
  sheets: ReadonlyMap<string, ScoreSheet>,
  adjustments: readonly Adjustment[],
  precision: number,
  faults: FaultList,
): void => {
  const known = new Set(
    [...sheets.values()].flatMap((sheet) => sheet.adjustments.map(({ adjustmentId }) => adjustmentId)),
  );
  adjustments.forEach(({ adjustmentId, unitId, indicatorCode, points }, index) => {
    const pointer = `/adjustments/${index}`;
    const sheet = sheets.get(unitId);
    if (known.has(adjustmentId)) faults.add(`${pointer}/adjustmentId`, 'DUPLICATE', { adjustmentId });
    known.add(adjustmentId);
    if (sheet === undefined) faults.add(`${pointer}/unitId`, 'UNKNOWN_UNIT', { unitId });
    else if (indicatorCode !== null && !sheet.items.some((item) => item.indicatorCode === indicatorCode)) {
      faults.add(`${pointer}/indicatorCode`, 'UNKNOWN_INDICATOR', { indicatorCode });
    }
    if (!isRounded(points, precision))
      faults.add(`${pointer}/points`, 'PRECISION_INVALID', { points, places: precision });
  });
};

/**
 * Adds lines to sheets and ranks again. Items and dimensions stay as they were computed: the sheet keeps the −2 and gains a
 * line +2 with its document. Returns every fault where a line names no unit, no indicator of its sheet, or more places than points have.
 */
export const adjustSheets = (
  sheets: readonly ScoreSheet[],
  adjustments: readonly Adjustment[],
  precision: number,
): Checked<readonly ScoreSheet[]> => {
  const faults = faultList();
  checkAdjustments(new Map(sheets.map((sheet) => [sheet.unitId, sheet])), adjustments, precision, faults);
  if (faults.all().length > 0) return { ok: false, faults: faults.all() };
  const adjusted = sheets.map((sheet) => {
    const own = adjustments.filter(({ unitId }) => unitId === sheet.unitId);
    return own.length === 0
      ? sheet
      : {
          ...sheet,
          adjustments: [...sheet.adjustments, ...own],
          total: add(sheet.total, sum(own.map(({ points }) => points))),
        };
  });
  return { ok: true, value: [...rankWithinGroups(adjusted)].sort(bySheetOrder) };
};
