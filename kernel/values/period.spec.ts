// Clauses of periods: month, quarter, year; for themselves or cumulative.
import { describe, expect, test } from 'vitest';
import { isoDate } from './date.ts';
import {
  comparePeriods,
  monthsOfPeriod,
  nextPeriod,
  period,
  periodBounds,
  periodContaining,
  periodContains,
  periodKind,
  periodsWithin,
  previousPeriod,
} from './period.ts';

describe('a period has a kind, bounds and neighbours', () => {
  test.each([
    ['2025-03', 'month', '2025-03-01', '2025-03-31', '2025-04', '2025-02'],
    ['2025-01', 'month', '2025-01-01', '2025-01-31', '2025-02', '2024-12'],
    ['2024-02', 'month', '2024-02-01', '2024-02-29', '2024-03', '2024-01'],
    ['2025-12', 'month', '2025-12-01', '2025-12-31', '2026-01', '2025-11'],
    ['2025-Q1', 'quarter', '2025-01-01', '2025-03-31', '2025-Q2', '2024-Q4'],
    ['2025-Q4', 'quarter', '2025-10-01', '2025-12-31', '2026-Q1', '2025-Q3'],
    ['2025', 'year', '2025-01-01', '2025-12-31', '2026', '2024'],
  ])('%s', (text, kind, from, to, next, previous) => {
    const read = period(text);
    expect([periodKind(read), periodBounds(read), nextPeriod(read), previousPeriod(read)]).toEqual([
      kind,
      { from, to },
      next,
      previous,
    ]);
  });

  test('a cumulative value speaks of the year up to the period’s end (累计)', () => {
    expect(periodBounds(period('2025-03'), 'cumulative')).toEqual({ from: '2025-01-01', to: '2025-03-31' });
    expect(periodBounds(period('2025-Q3'), 'cumulative')).toEqual({ from: '2025-01-01', to: '2025-09-30' });
  });

  test.each([
    ['2025-00'],
    ['2025-13'],
    ['2025-3'],
    ['2025-Q0'],
    ['2025-Q5'],
    ['2025Q1'],
    ['2025-q1'],
    ['25'],
    ['202503'],
    ['2025-03-01'],
    ['1899'],
    ['2025-W12'],
    [''],
  ])('%j is refused', (text) => {
    expect(() => period(text)).toThrow('PERIOD_INVALID');
  });

  test('periods sort by their last day, the shorter first', () => {
    const shuffled = ['2025', '2025-04', '2025-12', '2025-Q1', '2025-03', '2025-Q4', '2024'].map(period);
    expect(shuffled.sort(comparePeriods)).toEqual([
      '2024',
      '2025-03',
      '2025-Q1',
      '2025-04',
      '2025-12',
      '2025-Q4',
      '2025',
    ]);
  });

  test.each([
    ['2025', '2025-12', true],
    ['2025-Q1', '2025-03', true],
    ['2025-Q1', '2025-04', false],
    ['2025-03', '2025-Q1', false],
    ['2025', '2025', true],
    ['2025', '2026-01', false],
  ])('%s contains %s: %s', (outer, inner, want) => {
    expect(periodContains(period(outer), period(inner))).toBe(want);
  });

  test('a date lies in its month, quarter and year', () => {
    const date = isoDate('2025-08-31');
    expect([
      periodContaining(date, 'month'),
      periodContaining(date, 'quarter'),
      periodContaining(date, 'year'),
    ]).toEqual(['2025-08', '2025-Q3', '2025']);
    expect(monthsOfPeriod(period('2025-Q4'))).toEqual(['2025-10', '2025-11', '2025-12']);
    expect(monthsOfPeriod(period('2025'))).toHaveLength(12);
  });

  test.each([
    ['2025-01-01', '2025-06-30', 'quarter', ['2025-Q1', '2025-Q2']],
    ['2025-11-01', '2026-02-28', 'month', ['2025-11', '2025-12', '2026-01', '2026-02']],
    ['2025-01-01', '2025-12-31', 'year', ['2025']],
    ['2025-01-02', '2025-12-31', 'year', []],
    ['2025-01-01', '2025-12-30', 'year', []],
    ['2025-02-01', '2025-11-30', 'quarter', ['2025-Q2', '2025-Q3']],
    ['2025-03-02', '2025-03-31', 'month', []],
    ['2025-03-31', '2025-03-01', 'month', []],
  ] as const)('from %s to %s each whole %s is one of %j', (from, to, kind, want) => {
    expect(periodsWithin(isoDate(from), isoDate(to), kind)).toEqual(want);
  });
});
