// What a target has reached: the newest observed value, or the sum of the values from the cycle's first period on.
import { type Decimal, sum } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import type { Accumulation } from './curve.ts';

/** An observed value in its newest revision. */
export type Actual = {
  readonly period: Period;
  readonly value: Decimal;
  readonly observationId: string;
  readonly revision: number;
};

/** What has been reached by the end of a period, and which observations say so: one, or for a sum all of them. */
export type Reached = {
  readonly period: Period;
  readonly actual: Decimal;
  readonly observationId: string | null;
  readonly revision: number | null;
  /** What was summed, in the order of the periods; null where one observation bears the value. */
  readonly observations: readonly Actual[] | null;
};

type Actuals = ReadonlyMap<Period, Actual>;

const newest = (ended: readonly Period[], actuals: Actuals): Reached | undefined => {
  const last = ended.flatMap((period) => actuals.get(period) ?? []).at(-1);
  if (last === undefined) return undefined;
  const { period, value: actual, observationId, revision } = last;
  return { period, actual, observationId, revision, observations: null };
};

// It ends at the first gap. A sum over one would lack what is missing, and a late department would make a township look behind.
const summed = (ended: readonly Period[], actuals: Actuals): Reached | undefined => {
  const gap = ended.findIndex((period) => !actuals.has(period));
  const whole = gap === -1 ? ended : ended.slice(0, gap);
  const observations = whole.flatMap((period) => actuals.get(period) ?? []);
  const last = observations.at(-1);
  if (last === undefined) return undefined;
  const actual = sum(observations.map(({ value }) => value));
  return { period: last.period, actual, observationId: null, revision: null, observations };
};

/** What the values of periods that have ended, in their order, come to; undefined where they come to nothing yet. */
export const reachedOf = (
  accumulation: Accumulation,
  ended: readonly Period[],
  actuals: Actuals,
): Reached | undefined => (accumulation === 'summed' ? summed : newest)(ended, actuals);

/** Whether two sums, or none, are of the same observations in the same revisions. */
export const isSameSum = (a: Reached['observations'], b: Reached['observations']): boolean =>
  a?.length === b?.length &&
  (a ?? []).every((one, index) => {
    const other = b?.[index];
    return one.period === other?.period && one.value === other.value && one.revision === other.revision;
  });
