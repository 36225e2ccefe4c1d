// The lists of the export (E21): business content in byte order of its keys, without ids of events and recorded times.
import { type RawBuilder, sql } from 'kysely';
import type { ExportList, ExportRecord } from '#kernel/service/definition.ts';
import type { DB } from './tables.ts';

// No character of a key's parts comes before the blank that joins them, so that keys order as their parts do.
const separator = ' ';
const paddedDigits = 10;

const padded = (number: number): string => String(number).padStart(paddedDigits, '0');

/** A list whose rows are read behind the parts of a key; the parts come out of the row as texts or numbers. */
const list =
  <Row extends object>(
    parts: readonly { readonly type: 'text' | 'number'; readonly of: (row: Row) => string | number }[],
    read: (county: string, after: readonly string[], limit: number) => RawBuilder<Row>,
  ): ExportList<DB> =>
  async (tx, county, { after, limit }) => {
    const given = after === '' ? [] : after.split(separator);
    // A key that no page gave begins the list anew.
    const behind = given.length === parts.length ? given : parts.map(({ type }) => (type === 'text' ? '' : '0'));
    const { rows } = await read(county, behind, limit).execute(tx);
    return rows.map((row): ExportRecord => {
      const key = parts.map(({ type, of }) => (type === 'number' ? padded(Number(of(row))) : String(of(row))));
      return { key: key.join(separator), content: row };
    });
  };

interface Versioned {
  readonly code: string;
  readonly version: number;
}

const codeAndVersion = [
  { type: 'text', of: (row: Versioned) => row.code },
  { type: 'number', of: (row: Versioned) => row.version },
] as const;

/** Data elements in all versions. */
export const exportElements: ExportList<DB> = list<Versioned>(
  codeAndVersion,
  (county, [code, version], limit) => sql<Versioned>`
    select county, code, version, name, definition, dimension, unit, precision, direction, accumulation, frequency,
      trim_scale(minimum)::text as minimum, trim_scale(maximum)::text as maximum,
      source_organisation_id as "sourceOrganisationId", put_on as "putOn"
    from data_element where county = ${county} and (code, version) > (${code}, ${version}::int)
    order by code, version limit ${limit}`,
);

/** Indicator systems with their content. */
export const exportIndicatorSystems: ExportList<DB> = list<Versioned>(
  codeAndVersion,
  (county, [code, version], limit) => sql<Versioned>`
    select id, county, code, version, state, system, digest, drafted_on as "draftedOn", published_on as "publishedOn",
      document_id as "documentId", retired_on as "retiredOn", retirement_reason as "retirementReason"
    from indicator_system where county = ${county} and (code, version) > (${code}, ${version}::int)
    order by code, version limit ${limit}`,
);

interface ObservationKey {
  readonly period: string;
  readonly elementCode: string;
  readonly placeId: string;
  readonly revision: number;
}

const noPlace = '00000000-0000-0000-0000-000000000000';

/** Observations in all revisions. */
export const exportObservations: ExportList<DB> = list<ObservationKey>(
  [
    { type: 'text', of: (row) => row.period },
    { type: 'text', of: (row) => row.elementCode },
    { type: 'text', of: (row) => row.placeId },
    { type: 'number', of: (row) => row.revision },
  ],
  (county, [period, element, place, revision], limit) => sql<ObservationKey>`
    select id, county, period, element_code as "elementCode", place_id as "placeId", revision, value::text as value, status,
      as_of as "asOf", reason, batch_id as "batchId", recorded_on as "recordedOn"
    from observation
    where county = ${county} and (period, element_code, place_id, revision)
      > (${period}, ${element}, ${place === '' ? noPlace : place}::uuid, ${revision}::int)
    order by period, element_code, place_id, revision limit ${limit}`,
);

interface Identified {
  readonly id: string;
}

/** Batches of observations with their counts. */
export const exportBatches: ExportList<DB> = list<Identified>(
  [{ type: 'text', of: (row) => row.id }],
  (county, [id], limit) => sql<Identified>`
    select id, county, source, sender, period, mode, state, digest, attempt, row_count as "rowCount", added_count as "addedCount",
      superseded_count as "supersededCount", unchanged_count as "unchangedCount", rejected_count as "rejectedCount",
      set_id as "setId", received_on as "receivedOn"
    from observation_batch where county = ${county} and id::text collate "C" > ${id}
    order by id limit ${limit}`,
);

/** Rejected rows, as far as they are listed. */
export const exportRejectedRows: ExportList<DB> = list<{ readonly batchId: string; readonly line: number }>(
  [
    { type: 'text', of: (row) => row.batchId },
    { type: 'number', of: (row) => row.line },
  ],
  (county, [batchId, line], limit) => sql<{ batchId: string; line: number }>`
    select batch_id as "batchId", line, code, field, reason, content from rejected_row
    where county = ${county} and (batch_id, line) > (${batchId === '' ? noPlace : batchId}::uuid, ${line}::int)
    order by batch_id, line limit ${limit}`,
);

/** Sets of observations by kind and number: a cycle's frozen observations, and each batch's. */
export const exportObservationSets: ExportList<DB> = list<{ readonly kind: string; readonly number: string }>(
  [
    { type: 'text', of: (row) => row.kind },
    { type: 'number', of: (row) => row.number },
  ],
  (county, [kind, number], limit) => sql<{ kind: string; number: string }>`
    select id, kind, number::text as number, county, count::text as count, digest from handover_set
    where county = ${county} and (kind collate "C", number) > (${kind}, ${number}::bigint)
    order by kind collate "C", number limit ${limit}`,
);
