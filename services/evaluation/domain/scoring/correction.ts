// Values that accepted objections correct: what a cycle was frozen by stays, and the run reads the corrected value in its place.
import type { Decimal } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import type { Observation } from './observation.ts';

/** A value that an accepted objection puts in the place of another one, or where there was none. */
export type Correction = {
  readonly objectionId: string;
  readonly documentId: string;
  readonly unitId: string;
  readonly elementCode: string;
  readonly period: Period;
  readonly value: Decimal;
};

type Key = Pick<Observation, 'unitId' | 'elementCode' | 'period'>;

const keyOf = ({ unitId, elementCode, period }: Key): string => JSON.stringify([unitId, elementCode, period]);

/**
 * The observations with the corrections in their places: each takes over the observation and the revision that it corrects, and
 * keeps the value that stood there. A period without an observation gets one under the objection's id.
 */
export const correctObservations = (
  observations: readonly Observation[],
  corrections: readonly Correction[],
): readonly Observation[] => {
  if (corrections.length === 0) return observations;
  const byKey = new Map(corrections.map((one) => [keyOf(one), one]));
  const corrected = new Map<string, Observation>();
  const others = observations.filter((observation) => {
    const key = keyOf(observation);
    if (!byKey.has(key)) return true;
    const known = corrected.get(key);
    if (known === undefined || known.revision < observation.revision) corrected.set(key, observation);
    return false;
  });
  const placed = [...byKey].map(
    ([key, { objectionId, documentId, unitId, elementCode, period, value }]): Observation => {
      const frozen = corrected.get(key);
      const correction = { objectionId, documentId, replaced: frozen?.value ?? null };
      return frozen === undefined
        ? { observationId: objectionId, unitId, elementCode, period, revision: 1, value, correction }
        : { ...frozen, value, correction };
    },
  );
  return [...others, ...placed];
};
