// Clauses of business dates: which days exist, how they are counted, and when they end.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  businessDateOf,
  compareDates,
  dateOf,
  daysBetween,
  endOfDay,
  instant,
  isIsoDate,
  isoDate,
  lastDayOfMonth,
  startOfDay,
  weekdayOf,
} from './date.ts';

const seed = 20_251_125;

describe('a date is a day that exists', () => {
  test.each([['2025-02-28'], ['2024-02-29'], ['2000-02-29'], ['1900-01-01'], ['2199-12-31']])('%s is read', (text) => {
    expect(isoDate(text)).toBe(text);
  });

  test.each([
    ['2025-02-29'],
    ['1900-02-29'],
    ['2025-13-01'],
    ['2025-00-10'],
    ['2025-04-31'],
    ['2025-1-1'],
    ['20250101'],
    ['2025-01-01T00:00:00Z'],
    ['1899-12-31'],
    ['2200-01-01'],
    ['-2025-01-01'],
    ['２０２５-01-01'],
    ['2025-01-01\n'],
    [''],
  ])('%j is refused', (text) => {
    expect(() => isoDate(text)).toThrow('DATE_INVALID');
    expect(isIsoDate(text)).toBe(false);
  });

  test('a date past the last year is refused, not wrapped', () => {
    expect(() => addDays(isoDate('2199-12-31'), 1)).toThrow('DATE_INVALID');
    expect(() => addDays(isoDate('2025-01-01'), Number.MAX_SAFE_INTEGER)).toThrow('DATE_INVALID');
    expect(() => addDays(isoDate('2025-01-01'), 0.5)).toThrow('whole number');
    expect(() => dateOf(2025, 2, 30)).toThrow('DATE_INVALID');
  });
});

describe('months keep the day where the month has it', () => {
  test.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2025-03-15', -3, '2024-12-15'],
    ['2025-12-01', 1, '2026-01-01'],
    ['2025-05-31', 24, '2027-05-31'],
    ['2025-05-31', 0, '2025-05-31'],
  ])('%s and %d months is %s', (date, months, want) => {
    expect(addMonths(isoDate(date), months)).toBe(want);
  });

  test('the last day of February is known', () => {
    expect([lastDayOfMonth(isoDate('2024-02-10')), lastDayOfMonth(isoDate('2025-02-10'))]).toEqual([
      '2024-02-29',
      '2025-02-28',
    ]);
  });
});

describe('a business date is the one of Asia/Shanghai (E22)', () => {
  test('a day ends at 24:00 in Shanghai, which is 16:00 in UTC', () => {
    expect(endOfDay(isoDate('2026-02-05'))).toBe('2026-02-05T16:00:00.000Z');
    expect(startOfDay(isoDate('2026-02-06'))).toBe('2026-02-05T16:00:00.000Z');
  });

  test.each([
    ['2026-02-05T15:59:59.999Z', '2026-02-05'],
    ['2026-02-05T16:00:00Z', '2026-02-06'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
  ])('%s falls on %s', (at, want) => {
    expect(businessDateOf(instant(at))).toBe(want);
  });

  test.each([
    ['2026-02-05T16:00:00'],
    ['2026-02-05T16:00:00+08:00'],
    ['2026-02-05'],
    ['2026-02-30T00:00:00Z'],
    ['2026-02-05T25:00:00Z'],
    ['now'],
  ])('%s is no instant in UTC', (text) => {
    expect(() => instant(text)).toThrow('INSTANT_INVALID');
  });
});

describe('days are counted by the calendar', () => {
  const dates = fc.integer({ min: 0, max: 70_000 }).map((days) => addDays(isoDate('1990-01-01'), days));

  test(`adding and counting are inverse, order follows (seed ${seed})`, () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -3000, max: 3000 }), (date, days) => {
        const later = addDays(date, days);
        expect(daysBetween(date, later)).toBe(days);
        expect(compareDates(date, later)).toBe(Math.sign(-days) + 0);
        expect(weekdayOf(later)).toBe(((weekdayOf(date) - 1 + (days % 7) + 7) % 7) + 1);
        expect(businessDateOf(startOfDay(later))).toBe(later);
      }),
      { seed, numRuns: 300 },
    );
  });

  test('2026-02-05 is a Thursday', () => {
    expect(weekdayOf(isoDate('2026-02-05'))).toBe(4);
  });
});
