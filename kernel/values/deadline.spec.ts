// Clauses of deadlines: working days and calendar days, each with its own end.
import { describe, expect, expectTypeOf, test } from 'vitest';
import { isoDate } from './date.ts';
import {
  type CalendarDayDeadline,
  calendarDayDeadline,
  deadlineOf,
  endOfDeadline,
  hasPassed,
  isInTime,
  type WorkingDayDeadline,
  type WorkingDayLimit,
  workingDayDeadline,
} from './deadline.ts';
import { stateCouncilCalendar as calendar } from './working-days.ts';

const working = (days: number) => ({ unit: 'working-days', days }) as const;
const plain = (days: number) => ({ unit: 'calendar-days', days }) as const;

describe('a deadline runs from the day after', () => {
  test.each([
    ['an objection, 3 working days (杭州市绩效管理条例 art 25)', working(3), '2026-02-02', '2026-02-05'],
    ['its decision, 10 working days across the Spring Festival', working(10), '2026-02-05', '2026-02-26'],
    ['an objection, 15 working days (济南市绩效管理条例 art 26)', working(15), '2026-02-02', '2026-02-28'],
    ['a review, 30 calendar days (公务员法 art 95)', plain(30), '2026-04-07', '2026-05-07'],
    ['a calendar deadline that ends on a holiday stays there', plain(15), '2026-02-05', '2026-02-20'],
  ])('%s', (_, limit, from, due) => {
    expect(deadlineOf(calendar, limit, isoDate(from))).toEqual({ unit: limit.unit, from, due });
  });

  test('a calendar deadline that ends on a day off moves on only where the rule data say so (民法典 art 203)', () => {
    const limit = { unit: 'calendar-days', days: 15, lastDayOff: 'next-working-day' } as const;
    expect(calendarDayDeadline(calendar, limit, isoDate('2026-02-05')).due).toBe('2026-02-24');
  });

  test('the due day itself is in time, the next day is not', () => {
    const deadline = workingDayDeadline(calendar, working(3), isoDate('2026-02-02'));
    expect(['2026-02-04', '2026-02-05', '2026-02-06'].map((day) => isInTime(deadline, isoDate(day)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(['2026-02-05', '2026-02-06'].map((day) => hasPassed(deadline, isoDate(day)))).toEqual([false, true]);
    expect(endOfDeadline(deadline)).toBe('2026-02-05T16:00:00.000Z');
  });

  test.each([[0], [-3], [1.5], [401], [Number.NaN]])('a limit of %d days is refused', (days) => {
    expect(() => deadlineOf(calendar, working(days), isoDate('2026-02-02'))).toThrow('DEADLINE_INVALID');
    expect(() => deadlineOf(calendar, plain(days), isoDate('2026-02-02'))).toThrow('DEADLINE_INVALID');
  });

  test('working days need their calendar, calendar days do not', () => {
    expect(() => deadlineOf(calendar, working(1), isoDate('2027-01-05'))).toThrow('CALENDAR_YEAR_UNKNOWN');
    expect(deadlineOf(calendar, plain(1), isoDate('2027-01-05')).due).toBe('2027-01-06');
  });

  test('the two types do not pass for each other', () => {
    expectTypeOf<CalendarDayDeadline>().not.toExtend<WorkingDayDeadline>();
    expectTypeOf<{ unit: 'calendar-days'; days: number }>().not.toExtend<WorkingDayLimit>();
  });
});
