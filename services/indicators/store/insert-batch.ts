// Stores what became of a batch: the batch, its rejected rows, the head of its set.
import { sql, type Transaction } from 'kysely';
import type { BatchRecord } from './observation-batch-row.ts';
import type { DB } from './tables.ts';

/** A rejected row as it is kept. */
export interface RejectedRowRecord {
  readonly line: number;
  readonly code: string;
  readonly field: string | null;
  readonly reason: string;
  /** Null for rows from before it was kept. */
  readonly reasonInEnglish: string | null;
  readonly content: string;
}

const insertedAtATime = 1_000;

/** Inserts the batch. */
export const insertBatch = async (tx: Transaction<DB>, batch: BatchRecord): Promise<void> => {
  await tx
    .insertInto('observation_batch')
    .values({
      id: batch.id,
      county: batch.county,
      source: batch.source,
      sender: batch.sender,
      period: batch.period,
      mode: batch.mode,
      state: batch.state,
      digest: batch.digest,
      attempt: batch.attempt,
      row_count: batch.rowCount,
      added_count: batch.addedCount,
      superseded_count: batch.supersededCount,
      unchanged_count: batch.unchangedCount,
      rejected_count: batch.rejectedCount,
      blank_count: batch.blankCount,
      set_id: batch.setId,
      received_on: batch.receivedOn,
      position: batch.position,
    })
    .execute();
};

/** Inserts the rejected rows that are listed. */
export const insertRejectedRows = async (
  tx: Transaction<DB>,
  { id, county }: Pick<BatchRecord, 'id' | 'county'>,
  rows: readonly RejectedRowRecord[],
): Promise<void> => {
  for (let from = 0; from < rows.length; from += insertedAtATime) {
    const part = rows.slice(from, from + insertedAtATime);
    await sql`
      insert into rejected_row (county, batch_id, line, code, field, reason, reason_in_english, content)
      select ${county}, ${id}, line, code, field, reason, "reasonInEnglish", content
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        as given (line int, code text, field text, reason text, "reasonInEnglish" text, content text)`.execute(tx);
  }
};
