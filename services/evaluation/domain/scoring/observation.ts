// Observations of a cycle, and the one value that an indicator takes from them.
import { type Decimal, mean, sum } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import type { Aggregation } from '#kernel/values/scheme/indicator-system.ts';

/** One observed value of a unit's element in a period; the highest revision is the one in force. */
export type Observation = {
  readonly observationId: string;
  readonly unitId: string;
  readonly elementCode: string;
  readonly period: Period;
  readonly revision: number;
  readonly value: Decimal;
  /** The accepted objection that put its value here, with its document, and the value that stood here before; null where none did. */
  readonly correction?: {
    readonly objectionId: string;
    readonly documentId: string;
    readonly replaced: Decimal | null;
  };
};

/** What a trace keeps of an observation. */
export type ObservationTrace = Pick<Observation, 'observationId' | 'period' | 'revision' | 'value' | 'correction'>;

/** The value that observations come to, with those it was taken from and the expected periods that have none. */
export type Actual = {
  readonly value: Decimal | undefined;
  readonly observations: readonly ObservationTrace[];
  readonly lacking: readonly Period[];
};

/** Observations by period; what a unit has of one element. */
export type ObservationsByPeriod = ReadonlyMap<Period, Observation>;

const traceOf = ({ observationId, period, revision, value, correction }: Observation): ObservationTrace => ({
  observationId,
  period,
  revision,
  value,
  ...(correction === undefined ? {} : { correction }),
});

const combine = (aggregation: Aggregation, values: readonly Decimal[]): Decimal | undefined => {
  switch (aggregation.method) {
    case 'latest':
      return values.at(-1);
    case 'sum':
      return sum(values);
    case 'mean':
      return values.length === 0 ? undefined : mean(values, aggregation.precision);
  }
};

/**
 * The value of a cycle: the last observation, the sum or the mean over the expected periods.
 * It is missing when more of them lack an observation than the indicator allows; for 'latest' only the last ones count,
 * since a cumulative value of the last period holds all before it.
 */
export const actualOf = (
  aggregation: Aggregation,
  expected: readonly Period[],
  observed: ObservationsByPeriod,
): Actual => {
  const lacking = expected.filter((period) => !observed.has(period));
  const found = expected.flatMap((period) => observed.get(period) ?? []);
  const used = aggregation.method === 'latest' ? found.slice(-1) : found;
  const lastFound = used.at(-1);
  const missed =
    aggregation.method === 'latest' && lastFound !== undefined
      ? expected.length - 1 - expected.indexOf(lastFound.period)
      : lacking.length;
  const known = used.length > 0 && missed <= aggregation.mayLack;
  const values = used.map(({ value }) => value);
  return { value: known ? combine(aggregation, values) : undefined, observations: used.map(traceOf), lacking };
};
