// What the value of a target and the points of its curve are held against: each mistake is one fault, where it was made.
import { counted } from '#kernel/values/counted.ts';
import { compare, type Decimal, decimalOf, isNegative, isRounded, multiply, zero } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import { type Accumulation, type CurvePoint, endOfPeriod, passedBy } from './curve.ts';
import type { PlanFaultCode } from './plan-fault.ts';
import type { PlannedElement } from './target.ts';

/** Takes a fault: where in the target, which, and what was expected. */
export type Report = (pointer: string, code: PlanFaultCode, expected: string) => void;

/** What the values of a target are held against: its element, how they come about, and the periods that are observed. */
export type Bounds = {
  readonly element: PlannedElement;
  readonly accumulation: Accumulation;
  readonly periods: readonly Period[];
};

const fitsPlaces = (value: Decimal, { element: { places } }: Bounds, pointer: string, report: Report): boolean => {
  const fits = isRounded(value, places);
  if (!fits) report(pointer, 'VALUE_TOO_PRECISE', `at most ${counted(places, 'decimal place')}`);
  return fits;
};

/** Whether a value lies in the bounds of its element: of one value, or of a sum of as many as have `passed`. */
const isWithin = (
  value: Decimal,
  { element, accumulation }: Bounds,
  passed: number,
  pointer: string,
  report: Report,
): boolean => {
  const times = decimalOf(accumulation === 'summed' ? passed : 1);
  const [minimum, maximum] = [multiply(element.minimum, times), multiply(element.maximum, times)];
  const within = compare(value, minimum) >= 0 && compare(value, maximum) <= 0;
  if (!within) report(pointer, 'VALUE_OUT_OF_RANGE', `a value from ${minimum} to ${maximum}`);
  return within;
};

/** Reports what is wrong with the value of a target, and says whether it is right. */
export const checkTargetValue = (value: Decimal, measured: boolean, bounds: Bounds, report: Report): boolean => {
  const rounded = fitsPlaces(value, bounds, '/value', report);
  if (measured && (value === zero || isNegative(value))) {
    report('/value', 'VALUE_NOT_POSITIVE', 'a value above zero, since completion is measured against it');
    return false;
  }
  return isWithin(value, bounds, bounds.periods.length, '/value', report) && rounded;
};

/** The target's value as it is written, and whether it was found right: it is at fault once, not again where the curve ends in it. */
export type Written = { readonly value: Decimal; readonly right: boolean };

/** Reports what is wrong with the points of a curve. */
export const checkPoints = (
  points: readonly CurvePoint[],
  { value, right }: Written,
  bounds: Bounds,
  report: Report,
): void => {
  const { element, accumulation, periods } = bounds;
  const ends = new Set(periods.map(endOfPeriod));
  points.forEach((point, index) => {
    const at = `/points/${index}`;
    const before = points[index - 1];
    const end = endOfPeriod(point.period);
    if (!ends.has(end)) report(`${at}/period`, 'PERIOD_UNFIT', `the end of a ${element.frequency} of the cycle`);
    if (before !== undefined && end <= endOfPeriod(before.period))
      report(`${at}/period`, 'PERIODS_OUT_OF_ORDER', `a later end than that of ${before.period}`);
    if (right || point.value !== value) {
      fitsPlaces(point.value, bounds, `${at}/value`, report);
      isWithin(point.value, bounds, passedBy(periods, end), `${at}/value`, report);
    }
    if (before !== undefined && accumulation !== 'current' && compare(point.value, before.value) < 0)
      report(`${at}/value`, 'CURVE_FALLS', `at least ${before.value}, since the values are ${accumulation}`);
  });
  if (points.at(-1)?.value !== value)
    report(`/points/${points.length - 1}/value`, 'CURVE_ENDS_ELSEWHERE', `the target's value ${value}`);
};
