// Clauses of aggregation: from the observations of a cycle to one value.
import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { Aggregation } from '#kernel/values/scheme/indicator-system.ts';
import { expectedPeriods, monthsBetween } from './cycle-periods.ts';
import { actualOf, type Observation } from './observation.ts';

const months = monthsBetween(period('2025-01'), period('2025-04'));
const observed = (values: Record<string, string>) =>
  new Map(
    Object.entries(values).map(([month, value]): [ReturnType<typeof period>, Observation] => [
      period(month),
      {
        observationId: month,
        unitId: 'u',
        elementCode: 'E',
        period: period(month),
        revision: 1,
        value: decimal(value),
      },
    ]),
  );
const latest = (mayLack: number): Aggregation => ({ method: 'latest', frequency: 'month', mayLack });
const sum = (mayLack: number): Aggregation => ({ method: 'sum', frequency: 'month', mayLack });
const mean = (mayLack: number): Aggregation => ({ method: 'mean', frequency: 'month', mayLack, precision: 2 });
const whole = { '2025-01': '1', '2025-02': '2', '2025-03': '4', '2025-04': '8' };

describe('one value from a cycle', () => {
  test.each([
    ['the last of a cumulative element', latest(0), whole, '8'],
    ['earlier gaps of a cumulative element do not matter', latest(0), { '2025-04': '8' }, '8'],
    ['a missing last month is missing', latest(0), { '2025-03': '4' }, undefined],
    ['unless one may lack', latest(1), { '2025-03': '4' }, '4'],
    ['but not two', latest(1), { '2025-02': '2' }, undefined],
    ['the sum of all', sum(0), whole, '15'],
    ['a sum with a gap is missing', sum(0), { '2025-01': '1', '2025-02': '2', '2025-04': '8' }, undefined],
    ['a sum that may lack one', sum(1), { '2025-01': '1', '2025-02': '2', '2025-04': '8' }, '11'],
    ['the mean, half-up at its precision', mean(1), { '2025-01': '1', '2025-02': '2', '2025-04': '8' }, '3.67'],
    ['the mean of all', mean(0), whole, '3.75'],
    ['nothing at all', latest(12), {}, undefined],
    ['the sum of nothing is missing, not zero', sum(12), {}, undefined],
    ['the mean of nothing is missing', mean(12), {}, undefined],
    ['values of other months do not count', sum(0), { ...whole, '2025-05': '100' }, '15'],
  ] as const)('%s', (_, aggregation, values, want) => {
    expect(actualOf(aggregation, months, observed(values)).value).toBe(want);
  });

  test('what is lacking is named', () => {
    expect(actualOf(sum(0), months, observed({ '2025-02': '2' })).lacking).toEqual(['2025-01', '2025-03', '2025-04']);
  });
});

describe('the periods of a cycle', () => {
  test.each([
    ['2025-01', '2025-12', 'quarter', ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4']],
    ['2025-01', '2025-05', 'quarter', ['2025-Q1']],
    ['2025-02', '2025-04', 'quarter', []],
    ['2025-01', '2025-12', 'year', ['2025']],
    ['2025-01', '2025-11', 'year', []],
    ['2025-11', '2026-01', 'month', ['2025-11', '2025-12', '2026-01']],
    ['2025-03', '2025-02', 'month', []],
  ] as const)('from %s to %s by %s', (from, to, kind, want) => {
    expect(expectedPeriods(monthsBetween(period(from), period(to)), kind)).toEqual(want);
  });
});
