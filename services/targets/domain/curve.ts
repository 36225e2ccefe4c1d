// The curve of a target: what is expected at the end of each period of the cycle.

import type { IsoDate } from '#kernel/values/date.ts';
import { type Decimal, decimalOf, divide, multiply } from '#kernel/values/decimal.ts';
import { type Period, type PeriodKind, periodBounds, periodsWithin } from '#kernel/values/period.ts';

/** How a target is to be reached: evenly, or by values at the ends of named periods. */
export type Curve = { readonly kind: 'even' } | { readonly kind: 'points'; readonly points: readonly CurvePoint[] };

/** What is to be reached by the end of a period. */
export type CurvePoint = { readonly period: Period; readonly value: Decimal };

/** Whether an element's values count their period alone (当期) or from the year's beginning (累计). */
export type ElementAccumulation = 'current' | 'cumulative';

/** How a target's value comes about: as the element's values do, or as their sum over the cycle (逐期加总). */
export type Accumulation = ElementAccumulation | 'summed';

/** What the curve needs to know of its target. */
export type CurveFacts = {
  readonly value: Decimal;
  readonly curve: Curve;
  readonly accumulation: Accumulation;
  /** The periods in which the element is observed during the cycle, in order. */
  readonly periods: readonly Period[];
};

/** The places of an expected value that is a share of the target; half-up. */
export const expectedPlaces = 6;

/** The last day of a period. */
export const endOfPeriod = (of: Period): IsoDate => periodBounds(of).to;

/** The periods of a kind that lie whole between the first day of `from` and the last day of `to`, in order. */
export const periodsBetween = (from: Period, to: Period, kind: PeriodKind): readonly Period[] =>
  periodsWithin(periodBounds(from).from, endOfPeriod(to), kind);

/** How many of the periods have ended by a day. */
export const passedBy = (periods: readonly Period[], day: IsoDate): number =>
  periods.filter((period) => endOfPeriod(period) <= day).length;

/**
 * What is expected at the end of a period; undefined before the first point of a curve. An even curve of a cumulative value or of
 * a sum grows by the periods that have passed, a current value is expected in each; between points the last one holds.
 */
export const expectedAt = ({ value, curve, accumulation, periods }: CurveFacts, at: Period): Decimal | undefined => {
  const end = endOfPeriod(at);
  if (curve.kind === 'points') return curve.points.findLast(({ period }) => endOfPeriod(period) <= end)?.value;
  if (accumulation === 'current') return value;
  return divide(multiply(value, decimalOf(passedBy(periods, end))), decimalOf(periods.length), expectedPlaces);
};
