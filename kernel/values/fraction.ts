// Exact fractions of whole numbers: what is added up out of quotients stays whole until it is rounded, once.
import { type Decimal, decimalOf, divide } from './decimal.ts';

/** numerator ÷ denominator; the denominator is above zero. Equal fractions may be written differently: compare, never look. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

/** Nothing. */
export const noFraction: Fraction = { numerator: 0n, denominator: 1n };

const scaledBy = (value: Decimal): readonly [digits: bigint, places: number] => {
  const point = value.indexOf('.');
  return point === -1 ? [BigInt(value), 0] : [BigInt(value.replace('.', '')), value.length - point - 1];
};

/** a ÷ b of two decimals; b is above zero. */
export const fractionOf = (a: Decimal, b: Decimal): Fraction => {
  const [over, overPlaces] = scaledBy(a);
  const [under, underPlaces] = scaledBy(b);
  if (under <= 0n) throw new Error(`a fraction is asked for with the denominator ${b}`);
  return { numerator: over * 10n ** BigInt(underPlaces), denominator: under * 10n ** BigInt(overPlaces) };
};

const greatestDivisor = (a: bigint, b: bigint): bigint => {
  let [large, small] = [a < 0n ? -a : a, b];
  while (small !== 0n) [large, small] = [small, large % small];
  return large;
};

/** The same fraction in its lowest terms. */
export const reduced = ({ numerator, denominator }: Fraction): Fraction => {
  const divisor = greatestDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
};

/** The exact sum, in its lowest terms; nothing of none. */
export const sumOfFractions = (fractions: Iterable<Fraction>): Fraction => {
  let total = noFraction;
  for (const { numerator, denominator } of fractions)
    total = reduced({
      numerator: total.numerator * denominator + numerator * total.denominator,
      denominator: total.denominator * denominator,
    });
  return total;
};

/** a − b, exact. */
export const minusFraction = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator - b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

/** a × b, exact. */
export const timesFraction = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
});

/** The larger of two. */
export const largerFraction = (a: Fraction, b: Fraction): Fraction =>
  a.numerator * b.denominator < b.numerator * a.denominator ? b : a;

/** The fraction at `places` decimal places, half-up (half away from zero): the one rounding. */
export const roundedFraction = ({ numerator, denominator }: Fraction, places: number): Decimal =>
  divide(decimalOf(numerator), decimalOf(denominator), places);
