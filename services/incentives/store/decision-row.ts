// A decision on measures as its row holds it.
import { type Selectable, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import type { DecidedMeasure, MeasureDecision } from '../domain/measure-decision.ts';
import type { DB, Decision as Table } from './tables.ts';

const decisionColumns = [
  'id',
  'county',
  'cycle_id',
  'version',
  'organ',
  'document_id',
  'decided_on',
  'attachment_digest',
  'recorded_on',
  'recorded_by',
  'released_on',
  'released_by',
] as const;

/** A row of the table; the state and the measures have the types that it was written with. */
export type DecisionRow = Pick<Selectable<Table>, (typeof decisionColumns)[number]> & {
  readonly state: MeasureDecision['state'];
  readonly measures: readonly DecidedMeasure[];
};

/** A query of whole decisions. */
export const selectDecisions = (tx: Transaction<DB>): SelectQueryBuilder<DB, 'decision', DecisionRow> =>
  tx
    .selectFrom('decision')
    .select([
      ...decisionColumns,
      sql<MeasureDecision['state']>`decision.state`.as('state'),
      sql<readonly DecidedMeasure[]>`decision.measures`.as('measures'),
    ]);

/** The decision of a row. */
export const decisionOf = (row: DecisionRow): MeasureDecision => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  version: row.version,
  state: row.state,
  decision: {
    organ: row.organ,
    documentId: row.document_id,
    decidedOn: isoDate(row.decided_on),
    attachmentDigest: row.attachment_digest,
  },
  measures: row.measures,
  recordedOn: isoDate(row.recorded_on),
  recordedBy: row.recorded_by,
  releasedOn: row.released_on === null ? null : isoDate(row.released_on),
  releasedBy: row.released_by,
});
