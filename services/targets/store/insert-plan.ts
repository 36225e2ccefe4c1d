// Stores a new plan: a unit has one a cycle.
import type { Transaction } from 'kysely';
import type { Plan } from '../domain/plan.ts';
import { rowOfPlan } from './plan-row.ts';
import type { DB } from './tables.ts';

/** Inserts the plan; false where the unit has one in this cycle already. */
export const insertPlan = async (tx: Transaction<DB>, plan: Plan): Promise<boolean> => {
  const row = await tx
    .insertInto('plan')
    .values(rowOfPlan(plan))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};
