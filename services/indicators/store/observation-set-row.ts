// A row of an observation set (E14): its key, and its canonical text as SQL and as a record.
import { type RawBuilder, sql } from 'kysely';

/** What a set says of an observation. */
export interface SetObservation {
  readonly asOf: string;
  readonly elementCode: string;
  readonly observationId: string;
  readonly period: string;
  readonly placeId: string;
  readonly revision: number;
  readonly status: string;
  readonly value: string;
}

/** Digits of the revision in a key: keys order as texts what revisions order as numbers. */
const revisionDigits = 4;

/** The key of a row in its set; it orders by element, place, period and revision in byte order. */
export const setKey = ({ elementCode, placeId, period, revision }: SetObservation): string =>
  [elementCode, placeId, period, String(revision).padStart(revisionDigits, '0')].join(' ');

const keyText = `element_code || ' ' || place_id || ' ' || period || ' ' || lpad(revision::text, ${revisionDigits}, '0')`;

/**
 * The line of an observation that a set's digest takes: the key as JSON, then the canonical JSON (RFC 8785) of the row. None of
 * its texts needs an escape. Unqualified columns of `observation`.
 */
export const setRowText: string = `'"' || ${keyText} || '"' || '{"asOf":"' || as_of || '","elementCode":"' || element_code
      || '","observationId":"' || id || '","period":"' || period || '","placeId":"' || place_id || '","revision":' || revision
      || ',"status":"' || status || '","value":"' || value || '"}'`;

/** The columns of a set's row. */
export const setColumns: RawBuilder<SetObservation> = sql<SetObservation>`
  as_of as "asOf", element_code as "elementCode", id as "observationId", period, place_id as "placeId", revision, status,
  value::text as value`;
