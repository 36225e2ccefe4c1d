// The period that a value speaks of: a month, a quarter or a year, for itself or from the year's beginning.
import { dateOf, type IsoDate, lastDayOfMonth } from './date.ts';
import { valueError } from './value-error.ts';

declare const periodBrand: unique symbol;

/** A period as text: '2025-03', '2025-Q1' or '2025'. */
export type Period = string & { readonly [periodBrand]: true };

/** How long a period is. */
export type PeriodKind = 'month' | 'quarter' | 'year';

/** Whether a value counts the period alone (当期) or from 1 January to the period's end (累计). */
export type PeriodBasis = 'current' | 'cumulative';

/** The first and last day of a period, both included. */
export type PeriodBounds = { readonly from: IsoDate; readonly to: IsoDate };

const periodPattern = /^(?:19|20|21)\d{2}(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?$/;

/** Whether a text is a period. */
export const isPeriod = (value: unknown): value is Period => typeof value === 'string' && periodPattern.test(value);

/** Reads a period; PERIOD_INVALID for anything but a month, a quarter or a year from 1900 to 2199. */
export const period = (text: string): Period => {
  if (!isPeriod(text)) throw valueError('PERIOD_INVALID', { value: text });
  return text;
};

/** The kind of a period. */
export const periodKind = (of: Period): PeriodKind => (of.length === 4 ? 'year' : of[5] === 'Q' ? 'quarter' : 'month');

/** The year that a period lies in. */
export const periodYear = (of: Period): number => Number(of.slice(0, 4));

const monthsPerPeriod = { month: 1, quarter: 3, year: 12 } as const;

const firstMonthOf = (of: Period): number => {
  const kind = periodKind(of);
  if (kind === 'year') return 1;
  return kind === 'quarter' ? (Number(of.slice(6)) - 1) * 3 + 1 : Number(of.slice(5));
};

const lastMonthOf = (of: Period): number => firstMonthOf(of) + monthsPerPeriod[periodKind(of)] - 1;

/** The days that a value of the period speaks of: the period alone, or from 1 January for a cumulative value. */
export const periodBounds = (of: Period, basis: PeriodBasis = 'current'): PeriodBounds => ({
  from: dateOf(periodYear(of), basis === 'cumulative' ? 1 : firstMonthOf(of), 1),
  to: lastDayOfMonth(dateOf(periodYear(of), lastMonthOf(of), 1)),
});

/** The month, quarter or year that a date lies in. */
export const periodContaining = (date: IsoDate, kind: PeriodKind): Period => {
  const year = date.slice(0, 4);
  if (kind === 'year') return period(year);
  return period(kind === 'month' ? date.slice(0, 7) : `${year}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`);
};

const shift = (of: Period, by: 1 | -1): Period => {
  const kind = periodKind(of);
  const length = monthsPerPeriod[kind];
  const month = periodYear(of) * 12 + firstMonthOf(of) - 1 + by * length;
  const shifted = dateOf(Math.floor(month / 12), (month % 12) + 1, 1);
  return periodContaining(shifted, kind);
};

/** The period of the same kind that follows. */
export const nextPeriod = (of: Period): Period => shift(of, 1);

/** The period of the same kind before. */
export const previousPeriod = (of: Period): Period => shift(of, -1);

/** Whether every day of `inner` lies in `outer`; a period contains itself. */
export const periodContains = (outer: Period, inner: Period): boolean => {
  const [whole, part] = [periodBounds(outer), periodBounds(inner)];
  return whole.from <= part.from && part.to <= whole.to;
};

/** By last day, then the shorter first: 2025-03, then 2025-Q1; a year's total comes after its December. */
export const comparePeriods = (a: Period, b: Period): -1 | 0 | 1 => {
  const [left, right] = [periodBounds(a), periodBounds(b)];
  if (left.to !== right.to) return left.to < right.to ? -1 : 1;
  return left.from === right.from ? 0 : left.from > right.from ? -1 : 1;
};

/** The months of a period, in order. */
export const monthsOfPeriod = (of: Period): readonly Period[] => {
  const first = firstMonthOf(of);
  const year = of.slice(0, 4);
  return Array.from({ length: monthsPerPeriod[periodKind(of)] }, (_, index) =>
    period(`${year}-${String(first + index).padStart(2, '0')}`),
  );
};

/** The periods of a kind whose days all lie between two days, both included, in order; none where the days are reversed. */
export const periodsWithin = (from: IsoDate, to: IsoDate, kind: PeriodKind): readonly Period[] => {
  const periods: Period[] = [];
  for (let each = periodContaining(from, kind); periodBounds(each).to <= to; each = nextPeriod(each))
    if (periodBounds(each).from >= from) periods.push(each);
  return periods;
};
