// The field of values that a comparing rule looks at: how many, the extremes, and each value's rank.
import { compare, type Decimal, decimalOf, divide } from '../decimal.ts';
import type { Direction } from './rules/rule-type.ts';

/** A rank, from 1 for the best, and how many units share it. */
export type Place = { readonly rank: number; readonly sharedBy: number };

/** Values of comparable units, ordered from best to worst. */
export type PeerField = {
  readonly count: number;
  readonly best: Decimal;
  readonly worst: Decimal;
  readonly placeOf: (value: Decimal) => Place;
};

/** How equal values share ranks: all take the better one, or the mean of those they fill. */
export type Ties = 'better-rank' | 'mean-rank';

/** Ranks values: equal ones share a rank, and as many ranks are skipped after them (1, 2, 2, 4). Undefined for no value. */
export const peerField = (values: readonly Decimal[], direction: Direction): PeerField | undefined => {
  const ordered = [...values].sort(direction === 'higher' ? (a, b) => compare(b, a) : compare);
  const [best, worst] = [ordered.at(0), ordered.at(-1)];
  if (best === undefined || worst === undefined) return undefined;
  const places = new Map<Decimal, Place>();
  for (let from = 0; from < ordered.length; ) {
    const value = ordered[from];
    if (value === undefined) break;
    let to = from + 1;
    while (ordered[to] === value) to += 1;
    places.set(value, { rank: from + 1, sharedBy: to - from });
    from = to;
  }
  return {
    count: ordered.length,
    best,
    worst,
    placeOf: (value) => {
      const place = places.get(value);
      if (place === undefined) throw new Error(`the value ${value} is not in the field it is ranked in`);
      return place;
    },
  };
};

/** The rank that a place counts as: with 'mean-rank' two units on 2 and 3 both count as 2.5. */
export const countedRank = ({ rank, sharedBy }: Place, ties: Ties): Decimal =>
  ties === 'better-rank' ? decimalOf(rank) : divide(decimalOf(2 * rank + sharedBy - 1), decimalOf(2), 1);
