// The months, quarters and years that lie wholly within a cycle.
import {
  comparePeriods,
  monthsOfPeriod,
  nextPeriod,
  type Period,
  type PeriodKind,
  periodBounds,
  periodContaining,
} from '#kernel/values/period.ts';

/** The months from the first to the last, both included; none when the last comes before the first. */
export const monthsBetween = (from: Period, to: Period): readonly Period[] => {
  const months: Period[] = [];
  for (let month = from; comparePeriods(month, to) <= 0; month = nextPeriod(month)) months.push(month);
  return months;
};

/** The periods of a kind that lie wholly within a cycle's months, in order: the ones an observation is expected for. */
export const expectedPeriods = (months: readonly Period[], kind: PeriodKind): readonly Period[] => {
  const within = new Set(months);
  const periods = new Set(months.map((month) => periodContaining(periodBounds(month).from, kind)));
  return [...periods].filter((period) => monthsOfPeriod(period).every((month) => within.has(month)));
};
