// A scoring run: units × indicators × observations to score sheets.
import { isShown, one, sum, zero } from '#kernel/values/decimal.ts';
import { type Fraction, noFraction } from '#kernel/values/fraction.ts';
import { type Checked, type FaultList, faultList } from '#kernel/values/scheme/fault.ts';
import type { IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import type { Cell } from './cells.ts';
import { type Column, columnsOf, type RunInput, statusOf } from './columns.ts';
import { droppedPoints, droppedShare, type Earned, scoredPoints, shownShare } from './points.ts';
import { bySheetOrder, type Rank, rankWithinGroups } from './ranking.ts';
import { checkMissing, checkUnits } from './run-checks.ts';
import type { AssessedUnit, DimensionScore, ScoreItem, ScoreSheet } from './score-sheet.ts';

/** A cell of the unit whose sheet is made, with its column. */
type OwnCell = { readonly column: Column; readonly cell: Cell };

/** What a kept item earns: by its rule, as its class does on average, or nothing where the policy says zero. */
const earnedBy = ({ column, cell }: OwnCell, classCode: string): Earned => {
  if (cell.score !== undefined) return { ...cell.score, weight: cell.weight };
  const isAverage = statusOf(cell, column.indicator) === 'class-average';
  const average = isAverage ? column.averages.get(classCode) : undefined;
  return { weight: cell.weight, share: average ?? { numerator: zero, denominator: one }, points: zero };
};

const itemOf = (
  own: OwnCell,
  { classCode }: AssessedUnit,
  { precision }: IndicatorSystem,
  dropped: Fraction,
): ScoreItem => {
  const { indicator } = own.column;
  const { cell } = own;
  const status = statusOf(cell, indicator);
  const earned = earnedBy(own, classCode);
  const points =
    status === 'dropped' ? droppedPoints(cell.weight, dropped, precision) : scoredPoints(earned, precision);
  const share =
    status === 'dropped' ? shownShare(dropped) : status === 'class-average' ? earned.share : cell.trace.share;
  const atFloor = cell.score?.floor !== undefined && points === cell.score.floor;
  return {
    indicatorCode: indicator.code,
    dimensionCode: indicator.dimensionCode,
    elementCode: indicator.elementCode,
    weight: cell.weight,
    base: cell.weight,
    status,
    points,
    trace: { ...cell.trace, share, ...(atFloor ? { limited: 'floor' as const } : {}) },
  };
};

const dimensionsOf = (system: IndicatorSystem, items: readonly ScoreItem[]): readonly DimensionScore[] =>
  system.dimensions.map(({ code }) => {
    const own = items.filter(({ dimensionCode }) => dimensionCode === code);
    return {
      dimensionCode: code,
      weight: sum(own.map(({ weight }) => weight)),
      points: sum(own.map(({ points }) => points)),
    };
  });

const isDropped = ({ column, cell }: OwnCell): boolean => statusOf(cell, column.indicator) === 'dropped';

/** What the dropped items of a unit earn by the others; nothing where none is dropped, as of most units. */
const shareOfDropped = (own: readonly OwnCell[], { classCode }: AssessedUnit, { total }: IndicatorSystem): Fraction => {
  const weight = sum(own.filter(isDropped).map(({ cell }) => cell.weight));
  if (weight === zero) return noFraction;
  const kept = own.filter((cell) => !isDropped(cell)).map((cell) => earnedBy(cell, classCode));
  return droppedShare(kept, total, weight);
};

const unrankedSheet = (
  system: IndicatorSystem,
  columns: readonly Column[],
  unit: AssessedUnit,
  index: number,
): Omit<ScoreSheet, keyof Rank> => {
  const own = columns.flatMap((column): readonly OwnCell[] => {
    const cell = column.cells[index];
    return cell === undefined ? [] : [{ column, cell }];
  });
  const dropped = shareOfDropped(own, unit, system);
  const items = own.map((cell) => itemOf(cell, unit, system, dropped));
  const dimensions = dimensionsOf(system, items);
  const { unitId, classCode, groupCode } = unit;
  const total = sum(dimensions.map(({ points }) => points));
  return { unitId, classCode, groupCode, items, dimensions, adjustments: [], total };
};

/** Numbers that no answer could carry are faults of what was sent: values or rules of too many digits. */
const checkShown = (sheets: readonly Omit<ScoreSheet, keyof Rank>[], faults: FaultList): void => {
  for (const [index, { unitId, items, total }] of sheets.entries()) {
    const long = items.filter(({ points, trace }) =>
      [points, trace.value ?? zero, trace.added ?? zero].some((number) => !isShown(number)),
    );
    for (const { indicatorCode } of long) faults.add(`/units/${index}`, 'RESULT_TOO_LONG', { unitId, indicatorCode });
    if (long.length === 0 && !isShown(total))
      faults.add(`/units/${index}`, 'RESULT_TOO_LONG', { unitId, indicatorCode: '' });
  }
};

/**
 * Computes every unit's sheet, sorted by group, rank and unit. Points are rounded half-up at the system's precision, once each;
 * totals are sums of rounded points; ranks are taken after. A dropped item earns as its unit does by the others (ADR 0025).
 * Returns every fault at once where the run cannot be completed.
 */
export const scoreRun = (input: RunInput): Checked<readonly ScoreSheet[]> => {
  const faults = faultList();
  checkUnits(input, faults);
  if (faults.all().length > 0) return { ok: false, faults: faults.all() };
  const columns = columnsOf(input, faults);
  checkMissing(columns, input.units, faults);
  if (faults.all().length > 0) return { ok: false, faults: faults.all() };
  const sheets = input.units.map((unit, index) => unrankedSheet(input.system, columns, unit, index));
  checkShown(sheets, faults);
  if (faults.all().length > 0) return { ok: false, faults: faults.all() };
  return { ok: true, value: [...rankWithinGroups(sheets)].sort(bySheetOrder) };
};
