// Clauses of exact decimals: what is read, what is refused, and the laws they keep.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  decimalOf,
  decimalPlacesMax,
  divide,
  fixed,
  isDecimal,
  max,
  mean,
  min,
  multiply,
  negate,
  round,
  subtract,
  sum,
  zero,
} from './decimal.ts';
import { ValueError } from './value-error.ts';

const seed = 20_251_123;
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 8 }))
  .map(([units, places]): Decimal => {
    const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
    const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    return decimal(`${units < 0n ? '-' : ''}${text}`);
  });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof ValueError ? error.code : String(error);
  }
  return 'accepted';
};

describe('a decimal is read from text', () => {
  test.each([
    ['33.33', '33.33'],
    ['33.30', '33.3'],
    ['0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['0.07', '0.07'],
    ['-12.50', '-12.5'],
    ['1000000000000000000000', '1000000000000000000000'],
    ['0.000000000000001', '0.000000000000001'],
    ['1234567890123456789012345678901234567.890', '1234567890123456789012345678901234567.89'],
  ])('%s is %s', (text, want) => {
    expect(decimal(text)).toBe(want);
    expect(isDecimal(text)).toBe(true);
  });

  test.each([
    ['', 'DECIMAL_MALFORMED'],
    [' 1', 'DECIMAL_MALFORMED'],
    ['1 ', 'DECIMAL_MALFORMED'],
    ['1\n', 'DECIMAL_MALFORMED'],
    ['+1', 'DECIMAL_MALFORMED'],
    ['--1', 'DECIMAL_MALFORMED'],
    ['01', 'DECIMAL_MALFORMED'],
    ['.5', 'DECIMAL_MALFORMED'],
    ['5.', 'DECIMAL_MALFORMED'],
    ['1,000', 'DECIMAL_MALFORMED'],
    ['1e3', 'DECIMAL_MALFORMED'],
    ['NaN', 'DECIMAL_MALFORMED'],
    ['Infinity', 'DECIMAL_MALFORMED'],
    ['0x10', 'DECIMAL_MALFORMED'],
    ['１', 'DECIMAL_MALFORMED'],
    ['一', 'DECIMAL_MALFORMED'],
    ['12%', 'DECIMAL_MALFORMED'],
    ['1'.repeat(41), 'DECIMAL_TOO_LONG'],
    [`0.${'0'.repeat(40)}`, 'DECIMAL_TOO_LONG'],
    ['9'.repeat(1_000_000), 'DECIMAL_TOO_LONG'],
  ])('%.20s is refused', (text, code) => {
    expect(codeOf(() => decimal(text))).toBe(code);
    expect(isDecimal(text)).toBe(false);
  });

  test.each([[null], [undefined], [1], [{}], [['1']]])('%j is no decimal, whatever a validator hands over', (value) => {
    expect(isDecimal(value)).toBe(false);
  });

  test.each([[0.5], [Number.NaN], [2 ** 53], [Number.POSITIVE_INFINITY]])(
    'the number %d is no whole number',
    (value) => {
      expect(codeOf(() => decimalOf(value))).toBe('DECIMAL_MALFORMED');
    },
  );
});

describe('rounding is half-up, away from zero, at the stated precision', () => {
  test.each([
    ['2.345', 2, '2.35'],
    ['2.344', 2, '2.34'],
    ['2.3449999', 2, '2.34'],
    ['-2.345', 2, '-2.35'],
    ['0.005', 2, '0.01'],
    ['-0.004', 2, '0'],
    ['1.005', 2, '1.01'],
    ['99.995', 2, '100'],
    ['5', 0, '5'],
    ['4.5', 0, '5'],
  ])('%s at %d places is %s', (value, places, want) => {
    expect(round(decimal(value), places)).toBe(want);
  });

  test.each([
    ['1', '3', 4, '0.3333'],
    ['2', '3', 4, '0.6667'],
    ['-2', '3', 0, '-1'],
    ['1', '8', 2, '0.13'],
    ['0', '7', 2, '0'],
  ])('%s ÷ %s at %d places is %s', (a, b, places, want) => {
    expect(divide(decimal(a), decimal(b), places)).toBe(want);
  });

  test('one division never borrows the precision of another', () => {
    expect([2, 6, 2].map((places) => divide(decimal('1'), decimal('7'), places))).toEqual(['0.14', '0.142857', '0.14']);
  });

  test('down and up go by absolute value', () => {
    expect([
      round(decimal('6.9'), 0, 'down'),
      round(decimal('6.1'), 0, 'up'),
      round(decimal('-6.9'), 0, 'down'),
    ]).toEqual(['6', '7', '-6']);
  });

  test('dividing by zero is refused', () => {
    expect(codeOf(() => divide(decimal('1'), zero, 2))).toBe('DECIMAL_DIVISION_BY_ZERO');
    expect(codeOf(() => mean([], 2))).toBe('DECIMAL_DIVISION_BY_ZERO');
  });

  test.each([[-1], [1.5], [decimalPlacesMax + 1]])('a precision of %d places is a fault of the program', (places) => {
    expect(() => round(zero, places)).toThrow('decimal places');
    expect(() => divide(zero, decimal('1'), places)).toThrow('decimal places');
  });

  test('a table shows the asked places', () => {
    expect([fixed(decimal('33.3'), 2), fixed(decimal('-0.001'), 2), fixed(decimal('7'), 0)]).toEqual([
      '33.30',
      '0.00',
      '7',
    ]);
  });
});

describe('numbers sort by value, not by text', () => {
  test('a list of both signs and all lengths comes out in rising order', () => {
    const sorted = [
      '-100',
      '-33.34',
      '-33.3',
      '-9',
      '-0.5',
      '0',
      '0.09',
      '0.1',
      '9',
      '9.9',
      '10',
      '33.3',
      '33.33',
      '100.01',
    ].map(decimal);
    expect([...sorted].reverse().sort(compare)).toEqual(sorted);
  });
});

describe('exact numbers keep the laws of arithmetic', () => {
  const laws: [string, (a: Decimal, b: Decimal, c: Decimal) => boolean][] = [
    ['addition commutes', (a, b) => add(a, b) === add(b, a)],
    ['addition associates', (a, b, c) => add(add(a, b), c) === add(a, add(b, c))],
    ['multiplication distributes', (a, b, c) => multiply(a, add(b, c)) === add(multiply(a, b), multiply(a, c))],
    ['subtraction undoes addition', (a, b) => subtract(add(a, b), b) === a],
    ['the negative of the negative is the number', (a) => negate(negate(a)) === a],
    [
      'the least and the most are among the numbers',
      (a, b, c) => [a, b, c].includes(min(a, b, c)) && [a, b, c].includes(max(a, b, c)),
    ],
    [
      'comparing agrees with the sign of the difference',
      (a, b) => compare(a, b) === (a === b ? 0 : subtract(a, b).startsWith('-') ? -1 : 1),
    ],
    ['comparing is antisymmetric', (a, b) => compare(a, b) === 0 - compare(b, a)],
    [
      'rounding moves by half a unit at most',
      (a) => compare(absolute(subtract(round(a, 2), a)), decimal('0.005')) <= 0,
    ],
    ['rounding twice is rounding once', (a) => round(round(a, 2), 2) === round(a, 2)],
    ['the text is read back as itself', (a) => decimal(a) === a],
    ['the sum ignores the order', (a, b, c) => sum([a, b, c]) === sum([c, a, b])],
  ];

  test.each(laws)(`%s (seed ${seed})`, (_, law) => {
    expect(() => fc.assert(fc.property(decimals, decimals, decimals, law), { seed, numRuns: 300 })).not.toThrow();
  });
});
