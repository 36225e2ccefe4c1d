// A batch of observations as its row holds it.
import type { Selectable } from 'kysely';
import type { BatchMode, BatchState } from '../domain/batch-outcome.ts';
import type { ObservationBatch } from './tables.ts';

/** The columns of a batch. */
export const batchColumns = [
  'id',
  'county',
  'source',
  'sender',
  'period',
  'mode',
  'state',
  'digest',
  'attempt',
  'row_count',
  'added_count',
  'superseded_count',
  'unchanged_count',
  'rejected_count',
  'blank_count',
  'set_id',
  'received_on',
  'position',
] as const;

/** A batch with what became of it. */
export interface BatchRecord {
  readonly id: string;
  readonly county: string;
  readonly source: string;
  /** Who sent it by the token, as `senderOf` says. */
  readonly sender: string;
  readonly period: string;
  readonly mode: BatchMode;
  readonly state: BatchState;
  readonly digest: string;
  readonly attempt: number;
  readonly rowCount: number;
  readonly addedCount: number;
  readonly supersededCount: number;
  readonly unchangedCount: number;
  readonly rejectedCount: number;
  /** Null for a batch from before blank lines were counted. */
  readonly blankCount: number | null;
  readonly setId: string | null;
  readonly receivedOn: string;
  /** Null for a batch of which nothing was kept, and for one from before positions were counted. */
  readonly position: number | null;
}

type BatchRow = Pick<Selectable<ObservationBatch>, (typeof batchColumns)[number]>;

// The table's own checks allow no other mode and state.
const modeOf = (text: string): BatchMode => (text === 'all-or-nothing' ? text : 'keep-good');
const stateOf = (text: string): BatchState => (text === 'accepted' || text === 'refused' ? text : 'partly-accepted');

/** The batch of a row. */
export const batchOf = (row: BatchRow): BatchRecord => ({
  id: row.id,
  county: row.county,
  source: row.source,
  sender: row.sender,
  period: row.period,
  mode: modeOf(row.mode),
  state: stateOf(row.state),
  digest: row.digest,
  attempt: row.attempt,
  rowCount: row.row_count,
  addedCount: row.added_count,
  supersededCount: row.superseded_count,
  unchangedCount: row.unchanged_count,
  rejectedCount: row.rejected_count,
  blankCount: row.blank_count,
  setId: row.set_id,
  receivedOn: row.received_on,
  position: row.position === null ? null : Number(row.position),
});
