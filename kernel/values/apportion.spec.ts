// Clauses of the largest remainder: shares sum to the total, whatever the weights.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apportion } from './apportion.ts';
import { absolute, compare, decimal, decimalOf, divide, isNegative, multiply, subtract, sum } from './decimal.ts';

const seed = 20_251_124;
const numbers = (texts: readonly string[]) => texts.map(decimal);

describe('a total is shared by the largest remainder', () => {
  test.each([
    ['100', ['1', '1', '1'], 2, ['33.34', '33.33', '33.33']],
    ['100', ['0.637', '0.2583', '0.1047'], 0, ['64', '26', '10']],
    ['100', ['0.1933', '0.3277', '0.2835', '0.1955'], 0, ['19', '33', '28', '20']],
    ['1000', ['2', '0', '1'], 0, ['667', '0', '333']],
    ['0', ['1', '2'], 2, ['0', '0']],
    ['1', ['1', '1'], 0, ['1', '0']],
  ])('%s by %j at %d places is %j', (total, weights, places, want) => {
    expect(apportion(decimal(total), numbers(weights), places)).toEqual(want);
  });

  test.each([
    ['100', [], 2, 'sum to zero'],
    ['100', ['0', '0'], 2, 'sum to zero'],
    ['100', ['1', '-1'], 2, 'negative'],
    ['-1', ['1'], 2, 'cannot apportion'],
    ['0.001', ['1'], 2, 'cannot apportion'],
  ])('%s by %j at %d places is a fault: %s', (total, weights, places, want) => {
    expect(() => apportion(decimal(total), numbers(weights), places)).toThrow(want);
  });

  test(`shares sum to the total and lie within one unit of their quota (seed ${seed})`, () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 })
      .filter((all) => all.some((one) => one > 0));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        weights,
        fc.integer({ min: 0, max: 4 }),
        (total, wholes, places) => {
          const shares = apportion(decimalOf(total), wholes.map(decimalOf), places);
          expect(sum(shares)).toBe(decimalOf(total));
          const all = sum(wholes.map(decimalOf));
          const unit = divide(decimal('1'), decimal(`1${'0'.repeat(places)}`), places);
          shares.forEach((share, index) => {
            const quota = divide(multiply(decimalOf(total), decimalOf(wholes[index] ?? 0)), all, 12);
            expect(isNegative(share)).toBe(false);
            expect(compare(absolute(subtract(share, quota)), unit)).toBeLessThanOrEqual(0);
          });
        },
      ),
      { seed, numRuns: 200 },
    );
  });
});
