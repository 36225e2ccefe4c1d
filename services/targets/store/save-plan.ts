// Saves the new state of a plan that is locked.
import type { Transaction } from 'kysely';
import type { Plan } from '../domain/plan.ts';
import { rowOfPlan } from './plan-row.ts';
import type { DB } from './tables.ts';

/** Updates what the course of a plan changes. */
export const savePlan = async (tx: Transaction<DB>, plan: Plan): Promise<void> => {
  const { state, version, submitted_on, returned_opinion, returned_on, published_on, decision_id } = rowOfPlan(plan);
  await tx
    .updateTable('plan')
    .set({ state, version, submitted_on, returned_opinion, returned_on, published_on, decision_id })
    .where('id', '=', plan.id)
    .execute();
};
