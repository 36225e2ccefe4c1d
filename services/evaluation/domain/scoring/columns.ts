// The columns of a run: each indicator with the cells of all units and the averages of their classes.
import { type Decimal, decimalOf, multiply, sum } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import type { FaultList } from '#kernel/values/scheme/fault.ts';
import type { Indicator, IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { weightOf } from '#kernel/values/scheme/read-indicator-system.ts';
import type { Share } from '#kernel/values/scheme/rules/rule-type.ts';
import { type Cell, cellsOf } from './cells.ts';
import type { Observation } from './observation.ts';
import { observationIndex } from './observation-index.ts';
import { scoredPoints } from './points.ts';
import type { AssessedUnit, ItemStatus, ScoredTarget } from './score-sheet.ts';

/** All that a run is computed from; `months` are those of the cycle, in order. */
export type RunInput = {
  readonly system: IndicatorSystem;
  readonly months: readonly Period[];
  readonly units: readonly AssessedUnit[];
  readonly observations: readonly Observation[];
  readonly targets: readonly ScoredTarget[];
};

/** One indicator: its cells in the order of the units, and by class the average of those that have a value, as a share of its weight. */
export type Column = {
  readonly indicator: Indicator;
  readonly cells: readonly Cell[];
  readonly averages: ReadonlyMap<string, Share>;
};

/** The mean of the points that the units of a class are shown, exact: what a reader of their sheets would compute. */
const averageOf = (points: readonly Decimal[], weight: Decimal): Share => ({
  numerator: sum(points),
  denominator: multiply(decimalOf(points.length), weight),
});

const classAverages = (
  { system, units }: RunInput,
  indicator: Indicator,
  cells: readonly Cell[],
): ReadonlyMap<string, Share> => {
  if (indicator.missing !== 'class-average') return new Map();
  const points = new Map<string, Decimal[]>();
  units.forEach(({ classCode }, index) => {
    const cell = cells[index];
    if (cell?.score === undefined) return;
    const known = points.get(classCode) ?? [];
    known.push(scoredPoints({ ...cell.score, weight: cell.weight }, system.precision));
    points.set(classCode, known);
  });
  return new Map([...points].map(([code, list]) => [code, averageOf(list, weightOf(indicator, code))]));
};

const targetsByUnit = (targets: readonly ScoredTarget[]): ReadonlyMap<string, ReadonlyMap<string, ScoredTarget>> => {
  const units = new Map<string, Map<string, ScoredTarget>>();
  for (const target of targets) {
    const known = units.get(target.unitId);
    if (known === undefined) units.set(target.unitId, new Map([[target.indicatorCode, target]]));
    else known.set(target.indicatorCode, target);
  }
  return units;
};

/** Computes the columns of a run; what keeps it from completing is added to the faults. */
export const columnsOf = (input: RunInput, faults: FaultList): readonly Column[] => {
  const targets = targetsByUnit(input.targets);
  const cellInput = {
    ...input,
    observations: observationIndex(input.observations, faults),
    targetOf: (unitId: string, indicatorCode: string) => targets.get(unitId)?.get(indicatorCode),
  };
  return input.system.indicators.map((indicator) => {
    const cells = cellsOf(cellInput, indicator, faults);
    return { indicator, cells, averages: classAverages(input, indicator, cells) };
  });
};

const missingStatus = {
  'drop-and-rescale': 'dropped',
  'class-average': 'class-average',
  zero: 'zero',
  // A blocked item never reaches a sheet: the run is refused before.
  block: 'zero',
} as const;

/** What becomes of a cell on a sheet. */
export const statusOf = (cell: Cell, indicator: Indicator): ItemStatus => {
  if (!cell.assessed) return 'not-assessed';
  return cell.score === undefined ? missingStatus[indicator.missing] : 'scored';
};
