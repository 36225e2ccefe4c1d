// The months, quarters and years that lie wholly within some days.
import { type IsoDate, yearOf } from '#kernel/values/date.ts';
import { type Period, period, periodBounds } from '#kernel/values/period.ts';

const months = Array.from({ length: 12 }, (_, index) => `-${String(index + 1).padStart(2, '0')}`);
const partsOfYear: readonly string[] = ['', '-Q1', '-Q2', '-Q3', '-Q4', ...months];

/** The periods of every kind whose days all lie between two days, both included; in byte order. */
export const periodsWithin = (from: IsoDate, to: IsoDate): readonly Period[] => {
  const found: Period[] = [];
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    for (const part of partsOfYear) {
      const candidate = period(`${String(year).padStart(4, '0')}${part}`);
      const bounds = periodBounds(candidate);
      if (bounds.from >= from && bounds.to <= to) found.push(candidate);
    }
  }
  return found.sort();
};
