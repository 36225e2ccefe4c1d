// From an outcome to points, with the one rounding of an item.
import {
  add,
  type Decimal,
  decimalOf,
  divide,
  isLess,
  multiply,
  one,
  round,
  subtract,
} from '#kernel/values/decimal.ts';
import {
  type Fraction,
  fractionOf,
  largerFraction,
  minusFraction,
  reduced,
  roundedFraction,
  sumOfFractions,
  timesFraction,
} from '#kernel/values/fraction.ts';
import type { RuleScore, Share } from '#kernel/values/scheme/rules/rule-type.ts';

/** What an item earns by its share, before it is rounded: its weight × share + points, not below `floor` where there is one. */
export type Earned = Pick<RuleScore, 'share' | 'points' | 'floor'> & { readonly weight: Decimal };

/** Points of an item: weight × share + added, half-up at `places` in one division, then not below the rule's floor. */
export const scoredPoints = ({ share, points: added, floor, weight }: Earned, places: number): Decimal => {
  const { numerator, denominator } = share;
  const points = divide(add(multiply(weight, numerator), multiply(added, denominator)), denominator, places);
  // A floor has the places of points (PRECISION_INVALID); one of a system from before that was asked for is not passed by rounding.
  return floor !== undefined && isLess(points, floor) ? round(floor, places, 'down') : points;
};

const earnedAt = (base: Fraction, { share, points, floor }: Earned): Fraction => {
  const whole = fractionOf(points, one);
  const earned = sumOfFractions([timesFraction(base, fractionOf(share.numerator, share.denominator)), whole]);
  return floor === undefined ? earned : largerFraction(earned, fractionOf(floor, one));
};

/**
 * What the dropped items of a unit earn together, as a share of their weight: what its other items would gain if they were scaled
 * up to the total, weight × total ÷ (total − dropped) instead of weight. Exact; where shares are all that a unit earns, it is the
 * weighted mean of them.
 */
export const droppedShare = (kept: readonly Earned[], total: Decimal, dropped: Decimal): Fraction => {
  const gained = kept.map((item) => {
    const base = fractionOf(multiply(item.weight, total), subtract(total, dropped));
    return minusFraction(earnedAt(base, item), earnedAt(fractionOf(item.weight, one), item));
  });
  return reduced(timesFraction(sumOfFractions(gained), fractionOf(one, dropped)));
};

/** Points of one dropped item: its weight × the share that all of them earn, half-up at `places`. */
export const droppedPoints = (weight: Decimal, share: Fraction, places: number): Decimal =>
  roundedFraction(timesFraction(fractionOf(weight, one), share), places);

/** A fraction as a trace shows a share. */
export const shownShare = ({ numerator, denominator }: Fraction): Share => ({
  numerator: decimalOf(numerator),
  denominator: decimalOf(denominator),
});
