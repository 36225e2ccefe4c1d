// Deadlines in working days and in calendar days: two types that are never mixed.
import { addDays, endOfDay, type Instant, type IsoDate } from './date.ts';
import { ValueError, valueError } from './value-error.ts';
import { addWorkingDays, type WorkingCalendar, workingDayOnOrAfter } from './working-days.ts';

/** A limit in 工作日, as rule data write it. */
export type WorkingDayLimit = { readonly unit: 'working-days'; readonly days: number };

/**
 * A limit in 日 (公务员法 art 95), as rule data write it.
 * `lastDayOff` says what a last day off does: it stays (default), or the limit ends on the next working day (民法典 art 203).
 */
export type CalendarDayLimit = {
  readonly unit: 'calendar-days';
  readonly days: number;
  readonly lastDayOff?: 'stays' | 'next-working-day';
};

/** A limit as rule data write it, of either unit. */
export type Limit = WorkingDayLimit | CalendarDayLimit;

/** A deadline counted in working days: the day it runs from, and the last day that is in time. */
export type WorkingDayDeadline = { readonly unit: 'working-days'; readonly from: IsoDate; readonly due: IsoDate };

/** A deadline counted in calendar days: the day it runs from, and the last day that is in time. */
export type CalendarDayDeadline = { readonly unit: 'calendar-days'; readonly from: IsoDate; readonly due: IsoDate };

/** A deadline of either unit, where only its end matters. */
export type Deadline = WorkingDayDeadline | CalendarDayDeadline;

/** The longest limit that rule data may state, in days. */
export const limitDaysMax = 400;

const checkDays = (days: number): void => {
  if (!Number.isInteger(days) || days < 1 || days > limitDaysMax)
    throw valueError('DEADLINE_INVALID', { days, limit: limitDaysMax });
};

/** The deadline of a limit in working days; counting starts the day after `from`. DEADLINE_INVALID, CALENDAR_YEAR_UNKNOWN. */
export const workingDayDeadline = (
  calendar: WorkingCalendar,
  limit: WorkingDayLimit,
  from: IsoDate,
): WorkingDayDeadline => {
  checkDays(limit.days);
  return { unit: 'working-days', from, due: addWorkingDays(calendar, from, limit.days) };
};

/** The deadline of a limit in calendar days; counting starts the day after `from`. DEADLINE_INVALID, CALENDAR_YEAR_UNKNOWN. */
export const calendarDayDeadline = (
  calendar: WorkingCalendar,
  limit: CalendarDayLimit,
  from: IsoDate,
): CalendarDayDeadline => {
  checkDays(limit.days);
  const last = addDays(from, limit.days);
  return {
    unit: 'calendar-days',
    from,
    due: limit.lastDayOff === 'next-working-day' ? workingDayOnOrAfter(calendar, last) : last,
  };
};

/** The deadline of a limit of whichever unit the rule data name. */
export const deadlineOf = (calendar: WorkingCalendar, limit: Limit, from: IsoDate): Deadline =>
  limit.unit === 'working-days'
    ? workingDayDeadline(calendar, limit, from)
    : calendarDayDeadline(calendar, limit, from);

/** The same, or undefined where it runs into a year whose working days are not known yet: for what must go on until they are. */
export const knownDeadlineOf = (calendar: WorkingCalendar, limit: Limit, from: IsoDate): Deadline | undefined => {
  try {
    return deadlineOf(calendar, limit, from);
  } catch (error) {
    if (error instanceof ValueError && error.code === 'CALENDAR_YEAR_UNKNOWN') return undefined;
    throw error;
  }
};

/** Whether something done on `date` is in time: the due day itself is. */
export const isInTime = (deadline: Deadline, date: IsoDate): boolean => date <= deadline.due;

/** Whether the deadline has passed on `today`: the day after the due day is the first on which it has. */
export const hasPassed = (deadline: Deadline, today: IsoDate): boolean => today > deadline.due;

/** The instant at which the deadline ends: 24:00 of the due day in Asia/Shanghai (E22). */
export const endOfDeadline = (deadline: Deadline): Instant => endOfDay(deadline.due);
