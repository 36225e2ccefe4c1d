// The periods without a value that is owed, and whether the scheme lets the indicator do without them.
import type { Period } from '#kernel/values/period.ts';
import type { Aggregation } from '#kernel/values/scheme/indicator-system.ts';
import { endOfPeriod } from './curve.ts';

/** How an indicator's observations become its value, and how many of its periods may be without one. */
export type Allowance = {
  readonly method: Aggregation['method'];
  readonly mayLack: number;
};

/**
 * Whether the scheme lets the owed periods be without a value, as the score counts them: all of the cycle where the values are
 * summed or averaged, those after the newest value alone where the newest one holds all before it.
 */
const isAllowed = ({ method, mayLack }: Allowance, lacking: readonly Period[], newest: Period | undefined): boolean => {
  const counted =
    method === 'latest' && newest !== undefined
      ? lacking.filter((period) => endOfPeriod(period) > endOfPeriod(newest))
      : lacking;
  return counted.length <= mayLack;
};

/** The owed periods without a value that the scheme does not let go; none as long as they are no more than may lack. */
export const lateOf = (
  allowance: Allowance,
  lacking: readonly Period[],
  newest: Period | undefined,
): readonly Period[] => (isAllowed(allowance, lacking, newest) ? [] : lacking);
