// From an outcome to points, with the one rounding of an item.
import { add, type Decimal, divide, isLess, multiply, subtract, zero } from '#kernel/values/decimal.ts';
import type { RuleScore } from '#kernel/values/scheme/rules/rule-type.ts';

/** The weight of an item and what the unit's dropped items leave of the total: base = weight × total ÷ (total − dropped). */
export type Base = { readonly weight: Decimal; readonly total: Decimal; readonly dropped: Decimal };

// A rescaled base is shown at this many places; points are computed from the exact fraction, not from what is shown.
const shownBasePlaces = 6;

/** The base as a sheet shows it. */
export const shownBase = ({ weight, total, dropped }: Base): Decimal =>
  dropped === zero ? weight : divide(multiply(weight, total), subtract(total, dropped), shownBasePlaces);

/** Points of a scored item: base × share + added, half-up at `places` in one division, then not below the rule's floor. */
export const scoredPoints = (score: RuleScore, { weight, total, dropped }: Base, places: number): Decimal => {
  const { numerator, denominator } = score.share;
  const [over, under] =
    dropped === zero
      ? [multiply(weight, numerator), denominator]
      : [multiply(multiply(weight, total), numerator), multiply(denominator, subtract(total, dropped))];
  const points = divide(add(over, multiply(score.points, under)), under, places);
  return score.floor !== undefined && isLess(points, score.floor) ? score.floor : points;
};

/** Points taken over from a class average at the weight, brought to the base of this unit. */
export const averagePoints = (average: Decimal, { total, dropped }: Base, places: number): Decimal =>
  dropped === zero ? average : divide(multiply(average, total), subtract(total, dropped), places);
