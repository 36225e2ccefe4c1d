// Business dates of Asia/Shanghai and their instants in UTC (exchange rule E22).
import { valueError } from './value-error.ts';

declare const isoDateBrand: unique symbol;
declare const instantBrand: unique symbol;

/** A day of the calendar as `YYYY-MM-DD`, from 1900 to 2199. Dates order as their texts do. */
export type IsoDate = string & { readonly [isoDateBrand]: true };

/** A moment as `YYYY-MM-DDTHH:mm:ss.sssZ`. Instants order as their texts do. */
export type Instant = string & { readonly [instantBrand]: true };

const dayMs = 86_400_000;
// Asia/Shanghai has been eight hours ahead of UTC without summer time since 1992, long before any cycle.
const shanghaiOffsetMs = 8 * 3_600_000;
const datePattern = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;

const textOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const msOf = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`);

/** Whether a text is a day that exists: '2025-02-29' is not. */
export const isIsoDate = (value: unknown): value is IsoDate => {
  if (typeof value !== 'string' || !datePattern.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && textOf(ms) === value;
};

/** Reads a date; DATE_INVALID for anything else than an existing day from 1900 to 2199. */
export const isoDate = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw valueError('DATE_INVALID', { value: text });
  return text;
};

/** The date of a year, a month from 1 to 12 and a day; DATE_INVALID when there is no such day. */
export const dateOf = (year: number, month: number, day: number): IsoDate =>
  isoDate(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);

/** The year of a date, as a number. */
export const yearOf = (date: IsoDate): number => Number(date.slice(0, 4));

/** The month of a date, from 1 to 12. */
export const monthOf = (date: IsoDate): number => Number(date.slice(5, 7));

/** The date `days` calendar days later, or earlier when negative. */
export const addDays = (date: IsoDate, days: number): IsoDate => {
  if (!Number.isSafeInteger(days)) throw new Error(`days must be a whole number, not ${days}`);
  const ms = msOf(date) + days * dayMs;
  if (Math.abs(ms) > 8.64e15) throw valueError('DATE_INVALID', { value: `${date} + ${days} d` });
  return isoDate(textOf(ms));
};

/** The days from `from` to `to`, negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => (msOf(to) - msOf(from)) / dayMs;

/** The last day of the month of a date. */
export const lastDayOfMonth = (date: IsoDate): IsoDate => isoDate(textOf(Date.UTC(yearOf(date), monthOf(date), 0)));

/** The same day `months` months later; the last day of that month where it is shorter (民法典 art 202: 到期月的对应日). */
export const addMonths = (date: IsoDate, months: number): IsoDate => {
  if (!Number.isSafeInteger(months)) throw new Error(`months must be a whole number, not ${months}`);
  const monthIndex = yearOf(date) * 12 + (monthOf(date) - 1) + months;
  const first = dateOf(Math.floor(monthIndex / 12), (((monthIndex % 12) + 12) % 12) + 1, 1);
  const last = lastDayOfMonth(first);
  const day = date.slice(8);
  return day > last.slice(8) ? last : isoDate(`${first.slice(0, 8)}${day}`);
};

/** The day of the week: 1 Monday to 7 Sunday (ISO 8601). */
export const weekdayOf = (date: IsoDate): number => ((((msOf(date) / dayMs + 3) % 7) + 7) % 7) + 1;

/** −1, 0 or 1, for sorting in rising order. */
export const compareDates = (a: IsoDate, b: IsoDate): -1 | 0 | 1 => (a === b ? 0 : a < b ? -1 : 1);

const instantPattern = /^(?:19|20|21)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/** Reads an instant in UTC and brings it to milliseconds; INSTANT_INVALID for another zone or a time that does not exist. */
export const instant = (text: string): Instant => {
  const ms = instantPattern.test(text) && isIsoDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw valueError('INSTANT_INVALID', { value: text });
  return new Date(ms).toISOString() as Instant;
};

/** The first moment of a business date: 00:00 in Asia/Shanghai, which is 16:00 UTC of the day before. */
export const startOfDay = (date: IsoDate): Instant => new Date(msOf(date) - shanghaiOffsetMs).toISOString() as Instant;

/** The end of a business date: 24:00 in Asia/Shanghai, exclusive; E22: deadlines end here. */
export const endOfDay = (date: IsoDate): Instant =>
  new Date(msOf(date) + dayMs - shanghaiOffsetMs).toISOString() as Instant;

/** The business date that an instant falls on in Asia/Shanghai. */
export const businessDateOf = (at: Instant): IsoDate => isoDate(textOf(Date.parse(at) + shanghaiOffsetMs));
