// Working days by the State Council's yearly notices; a year without its notice is an error, never a guess.
import { year2024 } from './calendar/2024.ts';
import { year2025 } from './calendar/2025.ts';
import { year2026 } from './calendar/2026.ts';
import type { WrittenYearTable } from './calendar/year-table.ts';
import { addDays, type IsoDate, isoDate, weekdayOf, yearOf } from './date.ts';
import { valueError } from './value-error.ts';

/** Says of each day whether it is worked; CALENDAR_YEAR_UNKNOWN for a year whose notice it does not hold. */
export type WorkingCalendar = {
  readonly years: readonly number[];
  readonly isWorkingDay: (date: IsoDate) => boolean;
};

const saturday = 6;

/**
 * Builds a calendar from yearly tables.
 * A table that names a day of another year, or a weekday as a worked weekend, is a fault in our data: a plain Error.
 */
export const workingCalendar = (tables: readonly WrittenYearTable[]): WorkingCalendar => {
  const off = new Set<IsoDate>();
  const worked = new Set<IsoDate>();
  for (const table of tables) {
    const within = (text: string): IsoDate => {
      const date = isoDate(text);
      if (yearOf(date) !== table.year) throw new Error(`${text} is not in the table's year ${table.year}`);
      return date;
    };
    for (const [, from, to] of table.daysOff) {
      const last = within(to);
      for (let day = within(from); day <= last; day = addDays(day, 1)) off.add(day);
    }
    for (const text of table.workedWeekends) {
      const date = within(text);
      if (weekdayOf(date) < saturday || off.has(date)) throw new Error(`${text} is not a weekend that could be worked`);
      worked.add(date);
    }
  }
  const years = tables.map((table) => table.year).sort((a, b) => a - b);
  if (new Set(years).size !== years.length) throw new Error('two tables for one year');
  return {
    years,
    isWorkingDay: (date) => {
      if (!years.includes(yearOf(date))) throw valueError('CALENDAR_YEAR_UNKNOWN', { year: yearOf(date) });
      return worked.has(date) || (weekdayOf(date) < saturday && !off.has(date));
    },
  };
};

/** The calendar of the notices we hold: 2024, 2025 and 2026. */
export const stateCouncilCalendar: WorkingCalendar = workingCalendar([year2024, year2025, year2026]);

/**
 * The date `count` working days after `date`, counted from the day after; 10 after 2026-02-05 is 2026-02-26.
 * Zero working days after a date is that date, worked or not. CALENDAR_YEAR_UNKNOWN when the count runs into an unknown year.
 */
export const addWorkingDays = (calendar: WorkingCalendar, date: IsoDate, count: number): IsoDate => {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new Error(`a count of working days must be whole and not negative, not ${count}`);
  let day = date;
  for (let counted = 0; counted < count; ) {
    day = addDays(day, 1);
    if (calendar.isWorkingDay(day)) counted += 1;
  }
  return day;
};

/** The working days after `from` up to and including `to`; zero when `to` is not later. */
export const workingDaysBetween = (calendar: WorkingCalendar, from: IsoDate, to: IsoDate): number => {
  let counted = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (calendar.isWorkingDay(day)) counted += 1;
  }
  return counted;
};

/** The date itself when it is worked, or the next day that is. */
export const workingDayOnOrAfter = (calendar: WorkingCalendar, date: IsoDate): IsoDate => {
  let day = date;
  while (!calendar.isWorkingDay(day)) day = addDays(day, 1);
  return day;
};
