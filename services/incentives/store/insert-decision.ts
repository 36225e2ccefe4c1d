// Stores a recorded decision once.
import type { Transaction } from 'kysely';
import type { MeasureDecision } from '../domain/measure-decision.ts';
import type { DB } from './tables.ts';

/** Inserts the decision; false where it was recorded already. */
export const insertDecision = async (tx: Transaction<DB>, recorded: MeasureDecision): Promise<boolean> => {
  const { decision } = recorded;
  const row = await tx
    .insertInto('decision')
    .values({
      id: recorded.id,
      county: recorded.county,
      cycle_id: recorded.cycleId,
      state: recorded.state,
      version: recorded.version,
      organ: decision.organ,
      document_id: decision.documentId,
      decided_on: decision.decidedOn,
      attachment_digest: decision.attachmentDigest,
      measures: JSON.stringify(recorded.measures),
      recorded_on: recorded.recordedOn,
      recorded_by: recorded.recordedBy,
    })
    .onConflict((conflict) => conflict.columns(['county', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};
