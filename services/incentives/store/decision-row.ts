// A decision on measures as its row holds it, and as the rule of two persons sees it.
import type { Selectable } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';
import type { DecidedMeasure, MeasureDecision } from '../domain/measure-decision.ts';
import type { Decision } from './tables.ts';

/** A row of the table. */
export type DecisionRow = Selectable<Decision>;

/** The entry of a decision. */
export const entryOf = (row: DecisionRow): DecisionEntry => ({
  state: row.state === 'released' ? 'released' : 'recorded',
  decision: {
    organ: row.organ,
    documentId: row.document_id,
    decidedOn: isoDate(row.decided_on),
    attachmentDigest: row.attachment_digest,
  },
  recordedOn: isoDate(row.recorded_on),
  recordedBy: row.recorded_by,
  releasedOn: row.released_on === null ? null : isoDate(row.released_on),
  releasedBy: row.released_by,
});

/** The decision of a row; its measures are as they were written. */
export const decisionOf = (row: DecisionRow): MeasureDecision => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  version: row.version,
  ...entryOf(row),
  measures: row.measures as DecidedMeasure[],
});
