// A recorded decision as a row of its service's table holds it: the columns that the rule of two persons stands on.
import { isoDate } from '#kernel/values/date.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';

/** The columns of an entry; what was decided stands beside them, as each service has it. */
export interface EntryColumns {
  readonly state: string;
  readonly organ: string;
  readonly document_id: string;
  readonly decided_on: string;
  readonly attachment_digest: string;
  readonly recorded_on: string;
  readonly recorded_by: string;
  readonly released_on: string | null;
  readonly released_by: string | null;
}

/** The entry of a decision. The tables' own checks allow no other state. */
export const entryOf = (row: EntryColumns): DecisionEntry => ({
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

/** The columns that a release changes, beside the version. */
export const releaseColumns = (
  entry: DecisionEntry,
): Pick<EntryColumns, 'released_by'> & {
  readonly state: DecisionEntry['state'];
  readonly released_on: DecisionEntry['releasedOn'];
} => ({ state: entry.state, released_on: entry.releasedOn, released_by: entry.releasedBy });
