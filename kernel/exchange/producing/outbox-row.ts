// The columns of the outbox as they are read, and the event in them.
import { type RawBuilder, sql } from 'kysely';
import type { EncodableEvent } from '#kernel/exchange/frames/cloud-event.ts';

/** An event's row; instants come as text, so that their encoding does not hang on a driver. */
export interface OutboxRow {
  readonly outbox_id: string | null;
  readonly event_id: string;
  readonly type: string;
  readonly schema_version: string;
  readonly county: string | null;
  readonly key: string;
  readonly key_sequence: string;
  readonly shard: number;
  readonly traceparent: string | null;
  readonly correlation: string;
  readonly causation: string | null;
  readonly actor: string;
  readonly business_date: string;
  readonly recorded: string;
  readonly payload: string;
}

/** The select list for `outbox o`. */
export const eventColumns: RawBuilder<unknown> = sql`
  o.id as outbox_id, o.event_id, o.type, o.schema_version, o.county, o.key, o.key_sequence, o.shard, o.traceparent,
  o.correlation, o.causation, o.actor, o.business_date,
  to_char(o.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded, o.payload::text as payload`;

/** The event of a row of the service `source`. */
export const encodableOf = (row: OutboxRow, source: string): EncodableEvent => ({
  id: row.event_id,
  source,
  type: row.type,
  schemaVersion: row.schema_version,
  county: row.county,
  key: row.key,
  keySequence: Number(row.key_sequence),
  businessDate: row.business_date,
  actor: row.actor,
  correlation: row.correlation,
  causation: row.causation,
  traceparent: row.traceparent,
  recordedAt: row.recorded,
  payloadText: row.payload,
});
