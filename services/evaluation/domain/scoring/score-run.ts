// A scoring run: units × indicators × observations to score sheets.
import { type Decimal, decimalOf, divide, sum, zero } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import { type Checked, type FaultList, faultList } from '#kernel/values/scheme/fault.ts';
import type { Indicator, IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { type Cell, cellsOf } from './cells.ts';
import type { Observation } from './observation.ts';
import { observationIndex } from './observation-index.ts';
import { averagePoints, type Base, scoredPoints, shownBase } from './points.ts';
import { bySheetOrder, rankWithinGroups } from './ranking.ts';
import type { AssessedUnit, DimensionScore, ItemStatus, ScoredTarget, ScoreItem, ScoreSheet } from './score-sheet.ts';

/** All that a run is computed from; `months` are those of the cycle, in order. */
export type RunInput = {
  readonly system: IndicatorSystem;
  readonly months: readonly Period[];
  readonly units: readonly AssessedUnit[];
  readonly observations: readonly Observation[];
  readonly targets: readonly ScoredTarget[];
};

/** The average of a class for an indicator: of the points of its units that have a value, at the class's weight. */
type ClassAverages = ReadonlyMap<string, Decimal>;

const unscaled = (weight: Decimal, total: Decimal): Base => ({ weight, total, dropped: zero });

const classAverages = (
  system: IndicatorSystem,
  indicator: Indicator,
  units: readonly AssessedUnit[],
  cells: readonly Cell[],
): ClassAverages => {
  if (indicator.missing !== 'class-average') return new Map();
  const points = new Map<string, Decimal[]>();
  units.forEach(({ classCode }, index) => {
    const cell = cells[index];
    if (cell?.score === undefined) return;
    const known = points.get(classCode) ?? [];
    known.push(scoredPoints(cell.score, unscaled(cell.weight, system.total), system.precision));
    points.set(classCode, known);
  });
  return new Map(
    [...points].map(([code, list]) => [code, divide(sum(list), decimalOf(list.length), system.precision)]),
  );
};

const missingStatus = {
  'drop-and-rescale': 'dropped',
  'class-average': 'class-average',
  zero: 'zero',
  block: 'zero',
} as const;

const statusOf = (cell: Cell, indicator: Indicator): ItemStatus => {
  if (!cell.assessed) return 'not-assessed';
  return cell.score === undefined ? missingStatus[indicator.missing] : 'scored';
};

type Column = { readonly indicator: Indicator; readonly cells: readonly Cell[]; readonly averages: ClassAverages };

const columnsOf = (input: RunInput, faults: FaultList): readonly Column[] => {
  const targets = new Map(
    input.targets.map((target) => [JSON.stringify([target.unitId, target.indicatorCode]), target]),
  );
  const cellInput = {
    ...input,
    observations: observationIndex(input.observations, faults),
    targetOf: (unitId: string, indicatorCode: string) => targets.get(JSON.stringify([unitId, indicatorCode])),
  };
  return input.system.indicators.map((indicator) => {
    const cells = cellsOf(cellInput, indicator, faults);
    return { indicator, cells, averages: classAverages(input.system, indicator, input.units, cells) };
  });
};

const checkUnits = ({ system, units }: RunInput, faults: FaultList): void => {
  const classes = new Set(system.classes.map(({ code }) => code));
  const known = new Set<string>();
  if (units.length === 0) faults.add('/units', 'EMPTY');
  units.forEach(({ unitId, classCode }, index) => {
    if (known.has(unitId)) faults.add(`/units/${index}/unitId`, 'DUPLICATE', { unitId });
    if (!classes.has(classCode)) faults.add(`/units/${index}/classCode`, 'UNKNOWN_CLASS', { class: classCode });
    known.add(unitId);
  });
};

const checkMissing = (columns: readonly Column[], units: readonly AssessedUnit[], faults: FaultList): void => {
  units.forEach(({ unitId, classCode }, index) => {
    let kept = 0;
    for (const { indicator, cells, averages } of columns) {
      const cell = cells[index];
      if (cell === undefined || !cell.assessed) continue;
      if (cell.score !== undefined || indicator.missing === 'zero') kept += 1;
      if (cell.score !== undefined || cell.trace.value !== null) continue;
      const params = { unitId, indicatorCode: indicator.code, lacking: cell.trace.lacking.length };
      if (indicator.missing === 'block') faults.add(`/units/${index}`, 'OBSERVATION_MISSING', params);
      if (indicator.missing !== 'class-average') continue;
      if (averages.has(classCode)) kept += 1;
      else faults.add(`/units/${index}`, 'CLASS_AVERAGE_UNKNOWN', params);
    }
    if (kept === 0) faults.add(`/units/${index}`, 'NOTHING_TO_SCORE', { unitId });
  });
};

const itemOf = (
  column: Column,
  unit: AssessedUnit,
  cell: Cell,
  system: IndicatorSystem,
  dropped: Decimal,
): ScoreItem => {
  const { indicator, averages } = column;
  const status = statusOf(cell, indicator);
  const base: Base = { weight: cell.weight, total: system.total, dropped };
  const counts = status === 'scored' || status === 'class-average' || status === 'zero';
  const earned = (): Decimal => {
    if (cell.score !== undefined) return scoredPoints(cell.score, base, system.precision);
    return status === 'class-average'
      ? averagePoints(averages.get(unit.classCode) ?? zero, base, system.precision)
      : zero;
  };
  const points = earned();
  const atFloor = cell.score?.floor !== undefined && points === cell.score.floor;
  return {
    indicatorCode: indicator.code,
    dimensionCode: indicator.dimensionCode,
    elementCode: indicator.elementCode,
    weight: cell.weight,
    base: counts ? shownBase(base) : zero,
    status,
    points,
    trace: atFloor ? { ...cell.trace, limited: 'floor' } : cell.trace,
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

const unrankedSheet = (
  system: IndicatorSystem,
  columns: readonly Column[],
  unit: AssessedUnit,
  index: number,
): Omit<ScoreSheet, 'rank' | 'rankedUnits' | 'tied'> => {
  const own = columns.flatMap((column) => {
    const cell = column.cells[index];
    return cell === undefined ? [] : [{ column, cell }];
  });
  const dropped = sum(
    own.filter(({ column, cell }) => statusOf(cell, column.indicator) === 'dropped').map(({ cell }) => cell.weight),
  );
  const items = own.map(({ column, cell }) => itemOf(column, unit, cell, system, dropped));
  const dimensions = dimensionsOf(system, items);
  const { unitId, classCode, groupCode } = unit;
  return {
    unitId,
    classCode,
    groupCode,
    items,
    dimensions,
    adjustments: [],
    total: sum(dimensions.map(({ points }) => points)),
  };
};

/**
 * Computes every unit's sheet, sorted by group, rank and unit. Points are rounded half-up at the system's precision, once each;
 * totals are sums of rounded points; ranks are taken after. Returns every fault at once where the run cannot be completed.
 */
export const scoreRun = (input: RunInput): Checked<readonly ScoreSheet[]> => {
  const faults = faultList();
  checkUnits(input, faults);
  if (faults.all().length > 0) return { ok: false, faults: faults.all() };
  const columns = columnsOf(input, faults);
  checkMissing(columns, input.units, faults);
  if (faults.all().length > 0) return { ok: false, faults: faults.all() };
  const sheets = input.units.map((unit, index) => unrankedSheet(input.system, columns, unit, index));
  return { ok: true, value: [...rankWithinGroups(sheets)].sort(bySheetOrder) };
};
