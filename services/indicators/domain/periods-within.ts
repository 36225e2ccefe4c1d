// The months, quarters and years that lie wholly within some days.
import type { IsoDate } from '#kernel/values/date.ts';
import { type Period, type PeriodKind, periodsWithin } from '#kernel/values/period.ts';

const kinds: readonly PeriodKind[] = ['month', 'quarter', 'year'];

/** The periods of every kind whose days all lie between two days, both included; in byte order. */
export const allPeriodsWithin = (from: IsoDate, to: IsoDate): readonly Period[] =>
  kinds.flatMap((kind) => periodsWithin(from, to, kind)).sort();
