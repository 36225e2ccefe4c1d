// Exact decimal numbers, carried everywhere as normalised text such as '33.33'.
import { Big } from 'big.js';
import { valueError } from './value-error.ts';

declare const decimalBrand: unique symbol;

/** An exact number as text: no exponent, no leading or trailing zeros, no '-0'. Equal numbers are equal strings. */
export type Decimal = string & { readonly [decimalBrand]: true };

/** The most digits an input may have, before and after the point together; numeric columns hold as many. */
export const decimalDigitsMax = 40;

/** The most places that a division or a rounding may be asked for. */
export const decimalPlacesMax = 20;

const decimalPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const normalised = (value: Big): Decimal => {
  const text = value.toFixed();
  return (text.startsWith('-') && value.eq(0) ? text.slice(1) : text) as Decimal;
};

/**
 * Reads a decimal from text and normalises it: '33.30' becomes '33.3'.
 * Refuses exponents, signs other than '-', blanks, leading zeros (DECIMAL_MALFORMED) and more than 40 digits (DECIMAL_TOO_LONG).
 */
export const decimal = (text: string): Decimal => {
  // The length is looked at first, so that no input can make the pattern work for long.
  if (text.length > decimalDigitsMax + 2)
    throw valueError('DECIMAL_TOO_LONG', { value: text, limit: decimalDigitsMax });
  if (!decimalPattern.test(text)) throw valueError('DECIMAL_MALFORMED', { value: text });
  const digits = text.replace(/\D/g, '').length;
  if (digits > decimalDigitsMax) throw valueError('DECIMAL_TOO_LONG', { value: text, limit: decimalDigitsMax });
  return normalised(new Big(text));
};

/** Whether a text could be read by `decimal`; for validators that list every fault instead of throwing at the first. */
export const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= decimalDigitsMax + 2 &&
  decimalPattern.test(value) &&
  value.replace(/\D/g, '').length <= decimalDigitsMax;

/** Digits before and after the point that a decimal may have on the wire, as the contracts' `Decimal` says. */
const wirePattern = /^-?\d{1,18}(?:\.\d{1,10})?$/;

/** Whether a result can be shown: exact arithmetic on long inputs can outgrow what the contracts carry. */
export const isShown = (value: Decimal): boolean => wirePattern.test(value);

/** A whole number as a decimal; for counts, ranks and the parts of fractions, never for measured values. */
export const decimalOf = (whole: number | bigint): Decimal => {
  if (typeof whole === 'number' && !Number.isSafeInteger(whole))
    throw valueError('DECIMAL_MALFORMED', { value: String(whole) });
  return normalised(new Big(whole.toString()));
};

export const zero: Decimal = decimalOf(0);
export const one: Decimal = decimalOf(1);
export const hundred: Decimal = decimalOf(100);

/** a + b, exact. */
export const add = (a: Decimal, b: Decimal): Decimal => {
  // Lines of nothing are the rule on a score sheet, and need no arithmetic.
  if (a === zero) return b;
  return b === zero ? a : normalised(new Big(a).plus(b));
};

/** a − b, exact. */
export const subtract = (a: Decimal, b: Decimal): Decimal => normalised(new Big(a).minus(b));

/** a × b, exact. */
export const multiply = (a: Decimal, b: Decimal): Decimal => {
  if (a === zero || b === one) return a;
  return b === zero || a === one ? b : normalised(new Big(a).times(b));
};

/** −a. */
export const negate = (a: Decimal): Decimal => normalised(new Big(a).neg());

/** |a|. */
export const absolute = (a: Decimal): Decimal => normalised(new Big(a).abs());

const checkPlaces = (places: number): void => {
  if (!Number.isInteger(places) || places < 0 || places > decimalPlacesMax) {
    throw new Error(`decimal places must be a whole number from 0 to ${decimalPlacesMax}, not ${places}`);
  }
};

// Big reads its division settings from its constructor, so each number of places has a constructor of its own.
const dividers = new Map<number, typeof Big>();
const dividerOf = (places: number): typeof Big => {
  const known = dividers.get(places);
  if (known !== undefined) return known;
  checkPlaces(places);
  const made = Big();
  made.DP = places;
  made.RM = Big.roundHalfUp;
  dividers.set(places, made);
  return made;
};

/** a ÷ b rounded half-up (half away from zero) to `places`; DECIMAL_DIVISION_BY_ZERO when b is zero. */
export const divide = (a: Decimal, b: Decimal, places: number): Decimal => {
  if (b === zero) throw valueError('DECIMAL_DIVISION_BY_ZERO', { value: a });
  if (b === one) return round(a, places);
  return normalised(new (dividerOf(places))(a).div(b));
};

/** How a number is brought to a precision: half-up (half away from zero), down or up in absolute value. */
export type Rounding = 'half-up' | 'down' | 'up';

const bigRounding = { 'half-up': Big.roundHalfUp, down: Big.roundDown, up: Big.roundUp } as const;

/** The number at `places` decimal places; 四舍五入 unless another rounding is named. */
export const round = (value: Decimal, places: number, rounding: Rounding = 'half-up'): Decimal => {
  checkPlaces(places);
  const point = value.indexOf('.');
  if (point === -1 || value.length - point - 1 <= places) return value;
  return normalised(new Big(value).round(places, bigRounding[rounding]));
};

/** Whether the number has no more than so many decimal places. */
export const isRounded = (value: Decimal, places: number): boolean => round(value, places) === value;

/** Whether the number is below zero. */
export const isNegative = (value: Decimal): boolean => value.startsWith('-');

const integerLength = (digits: string): number => {
  const point = digits.indexOf('.');
  return point === -1 ? digits.length : point;
};

// Normalised texts without a sign order as their integer lengths and then as texts, since the points stand in one column.
const compareMagnitudes = (a: string, b: string): -1 | 0 | 1 => {
  const [left, right] = [integerLength(a), integerLength(b)];
  if (left !== right) return left < right ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** −1, 0 or 1, for sorting in rising order. */
export const compare = (a: Decimal, b: Decimal): -1 | 0 | 1 => {
  if (a === b) return 0;
  if (isNegative(a)) return isNegative(b) ? compareMagnitudes(b.slice(1), a.slice(1)) : -1;
  return isNegative(b) ? 1 : compareMagnitudes(a, b);
};

/** Whether a > b. */
export const isGreater = (a: Decimal, b: Decimal): boolean => compare(a, b) > 0;

/** Whether a < b. */
export const isLess = (a: Decimal, b: Decimal): boolean => compare(a, b) < 0;

/** The smallest of one or more numbers. */
export const min = (first: Decimal, ...others: readonly Decimal[]): Decimal =>
  others.reduce((least, value) => (isLess(value, least) ? value : least), first);

/** The largest of one or more numbers. */
export const max = (first: Decimal, ...others: readonly Decimal[]): Decimal =>
  others.reduce((most, value) => (isGreater(value, most) ? value : most), first);

/** The exact sum; zero of none. */
export const sum = (values: Iterable<Decimal>): Decimal => {
  let total = new Big(0);
  for (const value of values) if (value !== zero) total = total.plus(value);
  return normalised(total);
};

/** The mean of one or more numbers, half-up to `places`. */
export const mean = (values: readonly Decimal[], places: number): Decimal =>
  divide(sum(values), decimalOf(values.length), places);

/** The number with exactly `places` decimal places, as people read it in a table: '33.30'. Half-up. Not the wire form. */
export const fixed = (value: Decimal, places: number): string => {
  checkPlaces(places);
  const text = new Big(value).toFixed(places, Big.roundHalfUp);
  return /^-0(?:\.0+)?$/.test(text) ? text.slice(1) : text;
};
