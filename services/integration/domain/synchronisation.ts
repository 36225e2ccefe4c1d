// Synchronisations with partners: what may be started, what waits for what, and when to try again.
import { compareDates, type IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { isPeriod, periodBounds, periodKind } from '#kernel/values/period.ts';

/** The data sets that are fetched. P from the province, H from the HR system. */
export type DataSet = 'P1' | 'P2' | 'P3' | 'P4' | 'H1' | 'H2';

/** What is known of a synchronisation that is asked for. */
export interface SynchronisationOrder {
  readonly county: string;
  readonly dataSet: DataSet;
  readonly period: string | null;
}

/** Why a synchronisation is not started. */
export type OrderRefusal =
  | { readonly refused: 'VALUE_INVALID'; readonly reason: string }
  | { readonly refused: 'PERIOD_AHEAD'; readonly period: string; readonly today: IsoDate };

/** The id of the n-th synchronisation of a data set and period of a county. */
export const synchronisationId = ({ county, dataSet, period }: SynchronisationOrder, number: number): string =>
  businessId('synchronisation', county, dataSet, period ?? '-', String(number));

/** Decides whether a synchronisation may start: P4 names a month that has begun, the others name no period. */
export const decideOrder = ({ dataSet, period }: SynchronisationOrder, today: IsoDate): OrderRefusal | undefined => {
  if (dataSet !== 'P4') return period === null ? undefined : { refused: 'VALUE_INVALID', reason: '只有 P4 带数据期' };
  if (period === null || !isPeriod(period) || periodKind(period) !== 'month')
    return { refused: 'VALUE_INVALID', reason: 'P4 须指明一个月份，如 2025-03' };
  return compareDates(periodBounds(period).from, today) > 0 ? { refused: 'PERIOD_AHEAD', period, today } : undefined;
};

/** What must be done before: organisations lie in places, elements name organisations, values name elements, posts name all. */
const comesAfter: Readonly<Record<DataSet, readonly DataSet[]>> = {
  P1: ['P1'],
  P2: ['P1', 'P2'],
  P3: ['P1', 'P2', 'P3'],
  P4: ['P1', 'P2', 'P3', 'P4'],
  H1: ['H1'],
  H2: ['P1', 'P2', 'H1', 'H2'],
};

/** A synchronisation that is running. `ready` says that its time has come and that nobody works on it. */
export interface RunningSynchronisation {
  readonly id: string;
  readonly county: string;
  readonly dataSet: DataSet;
  readonly ordinal: bigint;
  readonly ready: boolean;
}

/** Those that can be worked on now, in their order: none runs beside an earlier one that it builds on. */
export const dueSynchronisations = (running: readonly RunningSynchronisation[]): readonly RunningSynchronisation[] =>
  running
    .filter(
      (one) =>
        one.ready &&
        !running.some(
          (other) =>
            other.county === one.county &&
            other.ordinal < one.ordinal &&
            comesAfter[one.dataSet].includes(other.dataSet),
        ),
    )
    .toSorted((a, b) => (a.ordinal < b.ordinal ? -1 : 1));
