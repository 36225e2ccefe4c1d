// Sharing a total by weights so that the rounded shares still sum to it: the largest remainder.
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  isNegative,
  multiply,
  round,
  subtract,
  sum,
  zero,
} from './decimal.ts';

// Quotients carry this many places beyond the asked precision, so that remainders of unlike shares compare truly.
const guardPlaces = 12;

/**
 * Shares `total` in proportion to `weights`, each share at `places`, by the method of the largest remainder.
 * Equal remainders go to the earlier weight. The shares sum to `total` exactly, so `total` must itself fit `places`.
 */
export const apportion = (total: Decimal, weights: readonly Decimal[], places: number): readonly Decimal[] => {
  if (isNegative(total) || round(total, places) !== total)
    throw new Error(`cannot apportion ${total} at ${places} places`);
  if (weights.some(isNegative)) throw new Error('a weight is negative');
  const weightSum = sum(weights);
  if (weightSum === zero) throw new Error('the weights sum to zero');
  const quotas = weights.map((weight) => divide(multiply(total, weight), weightSum, places + guardPlaces));
  const shares = quotas.map((quota) => round(quota, places, 'down'));
  const unit = decimal(places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`);
  const remainders = quotas.map((quota, index) => ({ index, remainder: subtract(quota, shares[index] ?? zero) }));
  remainders.sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  let left = subtract(total, sum(shares));
  for (const { index } of remainders) {
    if (left === zero) break;
    shares[index] = add(shares[index] ?? zero, unit);
    left = subtract(left, unit);
  }
  return shares;
};
