// The business days of a run: they only go forward, and everybody is told of each one that is played.
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import { addWorkingDays, stateCouncilCalendar, workingDayOnOrAfter } from '#kernel/values/working-days.ts';
import type { Actor } from './actors.ts';
import { RequestRefused } from './api/refused.ts';

/** The calendar of a run. */
export interface Calendar {
  /** The current business day; empty before the first. */
  today(): string;
  /** Begins a day, unless the county has come to it or past it already, and waits until everybody has moved to it. */
  begin(day: string): Promise<void>;
}

/** What a calendar moves. */
export interface CalendarSettings {
  readonly county: string;
  readonly scheduler: () => Actor;
  /** Tells the simulated partners. */
  readonly tellPartners: (day: string) => Promise<void>;
  readonly settle: () => Promise<void>;
}

/** A calendar with what it needs before the first request. */
export interface OpenCalendar extends Calendar {
  /** Learns which day it is from the system: a run that was cut off goes on there. */
  resume(): Promise<void>;
}

/** Opens the calendar of a county. */
export const openCalendar = ({ county, scheduler, tellPartners, settle }: CalendarSettings): OpenCalendar => {
  let today = '';
  return {
    today: () => today,
    resume: async () => {
      try {
        today = (await scheduler().integration.getDay({ query: { county } })).body.date;
        // A partner that was started anew has forgotten the day.
        await tellPartners(today);
      } catch (error) {
        // No day has begun: the county is new.
        if (!(error instanceof RequestRefused && error.problem.status === 404)) throw error;
      }
    },
    begin: async (day) => {
      if (today >= day) return;
      await tellPartners(day);
      await scheduler().integration.beginDay({ body: { county, date: day } });
      today = day;
      await settle();
    },
  };
};

/** The working day on or after a date. */
export const workingDay = (date: string): IsoDate => workingDayOnOrAfter(stateCouncilCalendar, isoDate(date));

/** The working day `count` working days after a date. */
export const workingDaysAfter = (date: string, count: number): IsoDate =>
  addWorkingDays(stateCouncilCalendar, isoDate(date), count);
