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
    indicator('SUM-Q', { aggregation: 'sum', needsTarget: false }),
    indicator('LOST'),
    indicator('Q'),
    indicator('C'),
  ]),
  elements: new Map([
    element('A'),
    element('B', { minimum: decimal('-50') }),
    element('NOT'),
    element('SUM', { accumulation: 'current' }),
    element('SUM-Q', { accumulation: 'current', frequency: 'quarter', minimum: decimal('-5') }),
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
    ['of a sum over the cycle, twelve times what a month may bring', draft('SUM', '12000')],
    ['of a sum that grows to its value', draft('SUM', '12000', ['2025-02', '2000'], ['2025-12', '12000'])],
    ['of a sum of four quarters, each below zero', draft('SUM-Q', '-20')],
    ['with trailing zeros beyond the places', draft('A', '10.500')],
  ])('%s is set', (_, given) => {
    expect(faultsOf(given)).toEqual([]);
  });

  test.each([
    ['of an indicator that is not in the system', draft('X', '1'), ['/targets/0/indicatorCode INDICATOR_UNKNOWN']],
    ['of an indicator without weight for the class', draft('NOT', '1'), ['/targets/0/indicatorCode NOT_ASSESSED']],
    ['of a sum above what twelve months may bring', draft('SUM', '12000.01'), ['/targets/0/value VALUE_OUT_OF_RANGE']],
    ['of a sum below what four quarters may bring', draft('SUM-Q', '-20.01'), ['/targets/0/value VALUE_OUT_OF_RANGE']],
    [
      'of a sum that asks in two months for more than two may bring',
      draft('SUM', '9000', ['2025-02', '2000.01'], ['2025-12', '9000']),
      ['/targets/0/curve/points/0/value VALUE_OUT_OF_RANGE'],
    ],
    [
      'of a sum with a curve that falls',
      draft('SUM', '50', ['2025-06', '60'], ['2025-12', '50']),
      ['/targets/0/curve/points/1/value CURVE_FALLS'],
    ],
    ['of an element that is not known', draft('LOST', '1'), ['/targets/0/indicatorCode ELEMENT_UNKNOWN']],
    ['of zero', draft('A', '0'), ['/targets/0/value VALUE_NOT_POSITIVE']],
    ['below zero', draft('A', '-1'), ['/targets/0/value VALUE_NOT_POSITIVE']],
    [
      'above its bounds, once where its curve ends in it',
      draft('A', '1000.01', ['2025-06', '500'], ['2025-12', '1000.01']),
      ['/targets/0/value VALUE_OUT_OF_RANGE'],
    ],
    [
      'with too many places, once where its curve ends in it',
      draft('A', '10.505', ['2025-12', '10.505']),
      ['/targets/0/value VALUE_TOO_PRECISE'],
    ],
    [
      'below zero with a curve that is out of bounds elsewhere, by both',
      draft('A', '-1', ['2025-06', '-2'], ['2025-12', '-1']),
      ['/targets/0/value VALUE_NOT_POSITIVE', '/targets/0/curve/points/0/value VALUE_OUT_OF_RANGE'],
    ],
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

  test('keeps how its value comes about: as the element says, or as the indicator sums it', () => {
    const set = setTargets([draft('A', '1'), draft('C', '1'), draft('SUM', '1')], frame).targets;
    expect(set.map(({ accumulation }) => accumulation)).toEqual(['cumulative', 'current', 'summed']);
  });

  test('is normalised as it is set', () => {
    expect(setTargets([draft('A', '10.500', ['2025-12', '10.5'])], frame).targets).toMatchObject([{ value: '10.5' }]);
  });
});

describe('a plan lacks', () => {
  test('the targets of indicators that score against one and have weight for its class', () => {
    const missing = missingTargets(frame.indicators.values(), [{ indicatorCode: 'Q' }]);
    expect(missing).toEqual(['A', 'C', 'LOST', 'SUM']);
  });
});
