// Clauses of fractions: exact until they are rounded, and rounded as decimals are.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, decimal, divide, multiply } from './decimal.ts';
import {
  fractionOf,
  largerFraction,
  minusFraction,
  noFraction,
  reduced,
  roundedFraction,
  sumOfFractions,
  timesFraction,
} from './fraction.ts';

const seed = 20_251_201;
const of = (a: string, b: string) => fractionOf(decimal(a), decimal(b));

describe('a fraction', () => {
  test.each([
    ['2', '3', 2, '0.67'],
    ['1', '8', 2, '0.13'],
    ['-1', '8', 2, '-0.13'],
    ['-0.001', '1', 2, '0'],
    ['0.004', '1', 2, '0'],
    ['0.005', '1', 2, '0.01'],
    ['7', '0.07', 0, '100'],
    ['1.5', '1', 0, '2'],
    ['999.995', '1', 2, '1000'],
  ] as const)('%s ÷ %s at %i places is %s', (a, b, places, want) => {
    expect(roundedFraction(of(a, b), places)).toBe(want);
  });

  test(`is rounded as the quotient of two decimals is (seed ${seed})`, () => {
    const number = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 6 }));
    const positive = fc.tuple(fc.integer({ min: 1 }), fc.integer({ min: 0, max: 6 }));
    const read = ([digits, places]: readonly [number, number]) =>
      divide(decimal(String(digits)), decimal(`1${'0'.repeat(places)}`), 6);
    fc.assert(
      fc.property(number, positive, fc.integer({ min: 0, max: 6 }), (a, b, places) => {
        expect(roundedFraction(fractionOf(read(a), read(b)), places)).toBe(divide(read(a), read(b), places));
      }),
      { seed },
    );
  });

  test('is added, taken away, multiplied and compared without loss', () => {
    expect(roundedFraction(sumOfFractions(['3', '7', '9'].map((b) => of('1', b))), 6)).toBe('0.587302');
    expect(roundedFraction(sumOfFractions(Array.from({ length: 7 }, () => of('1', '7'))), 6)).toBe('1');
    expect(sumOfFractions([])).toEqual(noFraction);
    expect(roundedFraction(minusFraction(of('1', '3'), of('1', '2')), 4)).toBe('-0.1667');
    expect(roundedFraction(timesFraction(of('1', '3'), of('3', '1')), 4)).toBe('1');
    expect(largerFraction(of('1', '3'), of('0.33', '1'))).toEqual(of('1', '3'));
    expect(largerFraction(of('-1', '3'), of('-0.33', '1'))).toEqual(of('-0.33', '1'));
    expect(reduced(of('-0.6', '0.9'))).toEqual({ numerator: -2n, denominator: 3n });
  });

  test('of nothing or less below the line is a programming error', () => {
    expect(() => of('1', '0')).toThrow('denominator 0');
    expect(() => of('1', '-2')).toThrow('denominator -2');
  });

  test('holds more digits than a decimal may be read with', () => {
    const long = multiply(decimal(`0.${'3'.repeat(30)}`), decimal(`0.${'7'.repeat(30)}`));
    expect(roundedFraction(fractionOf(add(long, long), decimal('1')), 3)).toBe('0.519');
  });
});
