// Clauses of working days: the State Council's notices, checked day by day against a second source.
import * as chineseDays from 'chinese-days';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { year2025 } from './calendar/2025.ts';
import { year2026 } from './calendar/2026.ts';
import { addDays, isoDate, yearOf } from './date.ts';
import {
  addWorkingDays,
  stateCouncilCalendar as calendar,
  workingCalendar,
  workingDayOnOrAfter,
  workingDaysBetween,
} from './working-days.ts';

const seed = 20_251_126;

const everyDay = (from: string, to: string) => {
  const days = [];
  for (let day = isoDate(from); day <= isoDate(to); day = addDays(day, 1)) days.push(day);
  return days;
};

describe('the tables are those of the notices', () => {
  test('every day from 2024 to 2026 agrees with the package chinese-days', () => {
    const differing = everyDay('2024-01-01', '2026-12-31').filter(
      (day) => calendar.isWorkingDay(day) !== chineseDays.isWorkday(day),
    );
    expect(differing).toEqual([]);
  });

  test('2026 has the worked weekends and days off of the notice of 2025-11-04', () => {
    expect(
      ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'].map((day) =>
        calendar.isWorkingDay(isoDate(`2026-${day}`)),
      ),
    ).toEqual(Array(6).fill(true));
    const off = [
      '01-01:01-03',
      '02-15:02-23',
      '04-04:04-06',
      '05-01:05-05',
      '06-19:06-21',
      '09-25:09-27',
      '10-01:10-07',
    ];
    const daysOff = off.flatMap((range) => everyDay(`2026-${range.slice(0, 5)}`, `2026-${range.slice(6)}`));
    expect(daysOff.filter(calendar.isWorkingDay)).toEqual([]);
    expect(daysOff).toHaveLength(33);
  });
});

describe('working days are counted from the day after', () => {
  test.each([
    ['2026-02-05', 10, '2026-02-26'],
    ['2026-02-02', 3, '2026-02-05'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-14', 1, '2026-02-24'],
    ['2025-12-31', 1, '2026-01-04'],
    ['2025-09-26', 1, '2025-09-28'],
    ['2025-09-30', 5, '2025-10-14'],
    ['2026-02-16', 0, '2026-02-16'],
    ['2025-05-30', 1, '2025-06-03'],
  ])('after %s, %d working days end on %s', (from, count, want) => {
    expect(addWorkingDays(calendar, isoDate(from), count)).toBe(want);
  });

  test('a first worked day on or after a holiday is found across the holiday', () => {
    expect(workingDayOnOrAfter(calendar, isoDate('2026-02-15'))).toBe('2026-02-24');
    expect(workingDayOnOrAfter(calendar, isoDate('2026-02-14'))).toBe('2026-02-14');
  });

  test(`counting the days that were added gives them back (seed ${seed})`, () => {
    const dates = fc.integer({ min: 0, max: 900 }).map((days) => addDays(isoDate('2024-01-01'), days));
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 60 }), (date, count) => {
        const due = addWorkingDays(calendar, date, count);
        expect(calendar.isWorkingDay(due)).toBe(true);
        expect(workingDaysBetween(calendar, date, due)).toBe(count);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, date, 1), count)).toBe(
          addWorkingDays(calendar, date, count + 1),
        );
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe('what the tables do not hold is refused', () => {
  test.each([['2023-12-31'], ['2027-01-01'], ['1999-06-01']])('%s lies in a year without a notice', (date) => {
    expect(() => calendar.isWorkingDay(isoDate(date))).toThrow(
      `CALENDAR_YEAR_UNKNOWN {"year":${yearOf(isoDate(date))}}`,
    );
  });

  test('a count that runs into an unknown year is refused, not guessed', () => {
    expect(() => addWorkingDays(calendar, isoDate('2026-12-25'), 10)).toThrow('CALENDAR_YEAR_UNKNOWN');
  });

  test('a negative or broken count is a fault of the program', () => {
    expect(() => addWorkingDays(calendar, isoDate('2026-02-05'), -1)).toThrow('whole');
    expect(() => addWorkingDays(calendar, isoDate('2026-02-05'), 1.5)).toThrow('whole');
  });

  test.each([
    ['a day of another year', { ...year2025, daysOff: [['元旦', '2026-01-01', '2026-01-01']] }, "table's year"],
    ['a worked weekend that is a weekday', { ...year2025, workedWeekends: ['2025-03-03'] }, 'not a weekend'],
    ['a worked day that is off', { ...year2026, workedWeekends: ['2026-02-21'] }, 'not a weekend'],
    ['a day that does not exist', { ...year2025, workedWeekends: ['2025-02-30'] }, 'DATE_INVALID'],
  ] as const)('a table with %s is refused', (_, table, want) => {
    expect(() => workingCalendar([table])).toThrow(want);
  });

  test('two tables for one year are refused', () => {
    expect(() => workingCalendar([year2025, year2025])).toThrow('two tables');
  });
});
