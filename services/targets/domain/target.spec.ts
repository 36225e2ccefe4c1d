// What can be wrong with a plan's targets: each fault is named where it is.
import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import {
  missingTargets,
  type PlanFrame,
  type PlannedElement,
  type PlannedIndicator,
  setTargets,
  type TargetDraft,
} from './target.ts';

const indicator = (code: string, change: Partial<PlannedIndicator> = {}): [string, PlannedIndicator] => [
  code,
  {
    code,
    elementCode: `E-${code}`,
    direction: 'higher',
    aggregation: 'latest',
    needsTarget: true,
    weight: decimal('8'),
    ...change,
  },
];
const element = (of: string, change: Partial<PlannedElement> = {}): [string, PlannedElement] => [
  `E-${of}`,
  {
    code: `E-${of}`,
    places: 2,
    accumulation: 'cumulative',
    frequency: 'month',
    minimum: decimal('0'),
    maximum: decimal('1000'),
    ...change,
  },
];
const frame: PlanFrame = {
  from: period('2025-01'),
  to: period('2025-12'),
  indicators: new Map([
    indicator('A'),
    indicator('B', { needsTarget: false }),
    indicator('NOT', { weight: decimal('0') }),
    indicator('SUM', { aggregation: 'sum' }),
    indicator('LOST'),
    indicator('Q'),
    indicator('C'),
  ]),
  elements: new Map([
    element('A'),
    element('B', { minimum: decimal('-50') }),
    element('NOT'),
    element('SUM'),
    element('Q', { frequency: 'quarter' }),
    element('C', { accumulation: 'current' }),
  ]),
};
const draft = (indicatorCode: string, value: string, ...points: readonly [string, string][]): TargetDraft => ({
  indicatorCode,
  value,
  curve:
    points.length === 0
      ? { kind: 'even' }
      : { kind: 'points', points: points.map(([of, at]) => ({ period: of, value: at })) },
});
const faultsOf = (...drafts: readonly TargetDraft[]): string[] =>
  setTargets(drafts, frame).faults.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a target', () => {
  test.each([
    ['of an indicator of the system', draft('A', '100')],
    ['at its bounds', draft('A', '1000')],
    [
      'with a curve that rises to its value',
      draft('A', '100', ['2025-03', '20'], ['2025-09', '20'], ['2025-12', '100']),
    ],
    ['with a quarter where months end', draft('A', '100', ['2025-Q2', '100'])],
    ['with a current value that falls', draft('C', '80', ['2025-06', '90'], ['2025-12', '80'])],
    ['below zero where nothing is measured against it', draft('B', '-3')],
    ['with trailing zeros beyond the places', draft('A', '10.500')],
  ])('%s is set', (_, given) => {
    expect(faultsOf(given)).toEqual([]);
  });

  test.each([
    ['of an indicator that is not in the system', draft('X', '1'), ['/targets/0/indicatorCode INDICATOR_UNKNOWN']],
    ['of an indicator without weight for the class', draft('NOT', '1'), ['/targets/0/indicatorCode NOT_ASSESSED']],
    ['of an indicator that is summed over the cycle', draft('SUM', '1'), ['/targets/0/indicatorCode SUMMED']],
    ['of an element that is not known', draft('LOST', '1'), ['/targets/0/indicatorCode ELEMENT_UNKNOWN']],
    ['of zero', draft('A', '0'), ['/targets/0/value VALUE_NOT_POSITIVE']],
    ['below zero', draft('A', '-1'), ['/targets/0/value VALUE_NOT_POSITIVE', '/targets/0/value VALUE_OUT_OF_RANGE']],
    ['above its bounds', draft('A', '1000.01'), ['/targets/0/value VALUE_OUT_OF_RANGE']],
    ['with too many places', draft('A', '10.505'), ['/targets/0/value VALUE_TOO_PRECISE']],
    [
      'with a curve that falls',
      draft('A', '50', ['2025-06', '60'], ['2025-12', '50']),
      ['/targets/0/curve/points/1/value CURVE_FALLS'],
    ],
    [
      'with a curve that ends elsewhere',
      draft('A', '50', ['2025-12', '49']),
      ['/targets/0/curve/points/0/value CURVE_ENDS_ELSEWHERE'],
    ],
    [
      'with a period before the cycle',
      draft('A', '50', ['2024-12', '50']),
      ['/targets/0/curve/points/0/period PERIOD_UNFIT'],
    ],
    [
      'with a period after the cycle',
      draft('A', '50', ['2026-01', '50']),
      ['/targets/0/curve/points/0/period PERIOD_UNFIT'],
    ],
    [
      'with a month where quarters are observed',
      draft('Q', '50', ['2025-05', '50']),
      ['/targets/0/curve/points/0/period PERIOD_UNFIT'],
    ],
    [
      'with a year that no calendar has',
      draft('A', '50', ['1850', '50']),
      ['/targets/0/curve/points/0/period PERIOD_UNFIT'],
    ],
    [
      'with periods out of order',
      draft('A', '50', ['2025-06', '20'], ['2025-03', '50']),
      ['/targets/0/curve/points/1/period PERIODS_OUT_OF_ORDER'],
    ],
    [
      'with a period twice',
      draft('A', '50', ['2025-06', '20'], ['2025-Q2', '50']),
      ['/targets/0/curve/points/1/period PERIODS_OUT_OF_ORDER'],
    ],
    [
      'with a point out of bounds',
      draft('A', '50', ['2025-06', '-1'], ['2025-12', '50']),
      ['/targets/0/curve/points/0/value VALUE_OUT_OF_RANGE'],
    ],
  ])('%s is at fault', (_, given, wanted) => {
    expect(faultsOf(given)).toEqual(wanted);
  });

  test('twice for one indicator is at fault the second time', () => {
    expect(faultsOf(draft('A', '1'), draft('B', '1'), draft('A', '2'))).toEqual([
      '/targets/2/indicatorCode INDICATOR_TWICE',
    ]);
  });

  test('is normalised as it is set', () => {
    expect(setTargets([draft('A', '10.500', ['2025-12', '10.5'])], frame).targets).toMatchObject([{ value: '10.5' }]);
  });
});

describe('a plan lacks', () => {
  test('the targets of indicators that score against one and have weight for its class', () => {
    const missing = missingTargets(frame.indicators.values(), [{ indicatorCode: 'Q' }, { indicatorCode: 'SUM' }]);
    expect(missing).toEqual(['A', 'C', 'LOST']);
  });
});
