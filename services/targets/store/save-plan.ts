// Saves the new state of a plan that is locked.
import type { Transaction } from 'kysely';
import type { Plan } from '../domain/plan.ts';
import { rowOfPlan } from './plan-row.ts';
import type { DB } from './tables.ts';

/** Updates what the course of a plan changes. */
export const savePlan = async (tx: Transaction<DB>, plan: Plan): Promise<void> => {
  const row = rowOfPlan(plan);
  const { state, version, submitted_on, returned_opinion, returned_on, decision_id, approved_on, published_on } = row;
  await tx
    .updateTable('plan')
    .set({ state, version, submitted_on, returned_opinion, returned_on, decision_id, approved_on, published_on })
    .where('county', '=', plan.county)
    .where('id', '=', plan.id)
    .executeTakeFirstOrThrow();
};
