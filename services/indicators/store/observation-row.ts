// Observations as their rows hold them.
import { type RawBuilder, sql } from 'kysely';

/** One revision of an observation. */
export interface ObservationRecord {
  readonly id: string;
  readonly county: string;
  readonly elementCode: string;
  readonly placeId: string;
  readonly period: string;
  readonly revision: number;
  readonly value: string;
  readonly status: string;
  readonly asOf: string;
  readonly reason: string | null;
  readonly batchId: string;
  readonly recordedOn: string;
}

/** The columns of an observation, of the table or alias `seen`. */
export const observationColumns: RawBuilder<ObservationRecord> = sql<ObservationRecord>`
  seen.id, seen.county, seen.element_code as "elementCode", seen.place_id as "placeId", seen.period, seen.revision,
  seen.value::text as value, seen.status, seen.as_of as "asOf", seen.reason, seen.batch_id as "batchId",
  seen.recorded_on as "recordedOn"`;
