// Stores a decision once, with the plans that it names.
import type { Transaction } from 'kysely';
import type { PlanDecision } from '../domain/plan-decision.ts';
import type { DB } from './tables.ts';

/** Inserts the decision; false where the same one is recorded already. */
export const insertDecision = async (tx: Transaction<DB>, decided: PlanDecision): Promise<boolean> => {
  const { decision, plans, ...entry } = decided;
  const row = await tx
    .insertInto('decision')
    .values({
      county: entry.county,
      id: entry.id,
      cycle_id: entry.cycleId,
      state: entry.state,
      version: entry.version,
      organ: decision.organ,
      document_id: decision.documentId,
      decided_on: decision.decidedOn,
      attachment_digest: decision.attachmentDigest,
      recorded_on: entry.recordedOn,
      recorded_by: entry.recordedBy,
    })
    .onConflict((conflict) => conflict.columns(['county', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  const named = plans.map(({ planId, version }) => ({
    county: entry.county,
    decision_id: entry.id,
    plan_id: planId,
    version,
  }));
  await tx.insertInto('decided_plan').values(named).execute();
  return true;
};
