// A small system, its units and observations, that the specs of scoring runs share.
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import { readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';
import type { RunInput } from './columns.ts';
import { monthsBetween } from './cycle-periods.ts';
import type { Observation } from './observation.ts';
import { scoreRun } from './score-run.ts';
import type { AssessedUnit, ScoredTarget, ScoreSheet } from './score-sheet.ts';

/** Indicators as they are written. */
export type Indicators = Written<IndicatorSystem>['indicators'];

/** What all indicators of these cases have in common. */
export const base = {
  direction: 'higher',
  aggregation: { method: 'latest', frequency: 'month', mayLack: 0 },
  missing: 'block',
  source: 'assumed',
} as const;
/** 目标完成率, 比最优 and 计次扣分 over two dimensions and two classes. */
export const indicators: Indicators = [
  {
    ...base,
    code: 'A',
    name: '完成率',
    dimensionCode: 'X',
    elementCode: 'EA',
    rule: { type: 'target-completion', cap: '1.2', floor: '0' },
    weights: { c1: '50', c2: '50' },
  },
  {
    ...base,
    code: 'B',
    name: '比最优',
    dimensionCode: 'X',
    elementCode: 'EB',
    rule: { type: 'ratio-to-best', among: 'all', floor: '0' },
    weights: { c1: '30', c2: '20' },
  },
  {
    ...base,
    code: 'C',
    name: '计次扣分',
    dimensionCode: 'Y',
    elementCode: 'EC',
    direction: 'lower',
    aggregation: { method: 'sum', frequency: 'month', mayLack: 0 },
    rule: { type: 'per-event-deduction', perEvent: '2', floor: '0' },
    weights: { c1: '20', c2: '30' },
  },
];

/** A system of 100 points at two places with the given indicators. */
export const systemOf = (list: Indicators): IndicatorSystem => {
  const read = readIndicatorSystem({
    code: 'S',
    version: 1,
    name: 'S',
    total: '100',
    precision: 2,
    dimensions: [
      { code: 'X', name: '甲' },
      { code: 'Y', name: '乙' },
    ],
    classes: [
      { code: 'c1', name: '一类' },
      { code: 'c2', name: '二类' },
    ],
    indicators: list,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
};

/** A unit in a class and a group. */
export const unit = (unitId: string, classCode = 'c1', groupCode = 'g'): AssessedUnit => ({
  unitId,
  classCode,
  groupCode,
});
/** One observation. */
export const seen = (unitId: string, elementCode: string, month: string, value: string, revision = 1): Observation => ({
  observationId: `${unitId}-${elementCode}-${month}-${revision}`,
  unitId,
  elementCode,
  period: period(month),
  revision,
  value: decimal(value),
});
/** All that a unit has: A and B in February, events in both months. */
export const full = (unitId: string, a: string, b: string, events: string): readonly Observation[] => [
  seen(unitId, 'EA', '2025-02', a),
  seen(unitId, 'EB', '2025-02', b),
  seen(unitId, 'EC', '2025-01', '0'),
  seen(unitId, 'EC', '2025-02', events),
];
/** A target of a unit. */
export const target = (unitId: string, value = '90', indicatorCode = 'A'): ScoredTarget => ({
  targetId: `t-${unitId}`,
  unitId,
  indicatorCode,
  value: decimal(value),
});

/** Three units in two classes, all values known. */
export const input = (over: Partial<RunInput> = {}): RunInput => ({
  system: systemOf(indicators),
  months: monthsBetween(period('2025-01'), period('2025-02')),
  units: [unit('u1'), unit('u2'), unit('u3', 'c2')],
  observations: [...full('u1', '60', '70', '1'), ...full('u2', '90', '70', '0'), ...full('u3', '45', '35', '20')],
  targets: [target('u1'), target('u2'), target('u3')],
  ...over,
});

/** The sheets of a run that is expected to complete. */
export const sheetsOf = (over: Partial<RunInput> = {}): readonly ScoreSheet[] => {
  const run = scoreRun(input(over));
  if (!run.ok) throw new Error(JSON.stringify(run.faults));
  return run.value;
};
/** One unit's sheet of it. */
export const sheetOf = (unitId: string, over: Partial<RunInput> = {}): ScoreSheet => {
  const sheet = sheetsOf(over).find((one) => one.unitId === unitId);
  if (sheet === undefined) throw new Error(`no sheet of ${unitId}`);
  return sheet;
};
/** The faults of a run, each as its place and code. */
export const faultsOf = (over: Partial<RunInput>): readonly string[] => {
  const run = scoreRun(input(over));
  return run.ok ? [] : run.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};
/** The observations less those of an element and some units. */
export const without = (elementCode: string, ...unitIds: readonly string[]): Partial<RunInput> => ({
  observations: input().observations.filter((one) => one.elementCode !== elementCode || !unitIds.includes(one.unitId)),
});
/** The system with another policy for the missing values of an indicator. */
export const withPolicy = (
  code: string,
  missing: Indicators[number]['missing'],
): { readonly system: IndicatorSystem } => ({
  system: systemOf(indicators.map((one) => (one.code === code ? { ...one, missing } : one))),
});
