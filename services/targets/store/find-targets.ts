// The targets of a plan, in the order of their indicators.
import type { Transaction } from 'kysely';
import type { Plan } from '../domain/plan.ts';
import type { DB } from './tables.ts';
import { type StoredTarget, targetColumns, targetOf } from './target-row.ts';

/** The targets of a plan. */
export const findTargets = async (
  tx: Transaction<DB>,
  { county, id: planId }: Pick<Plan, 'county' | 'id'>,
): Promise<StoredTarget[]> => {
  const rows = await tx
    .selectFrom('target')
    .select(targetColumns)
    .where('county', '=', county)
    .where('plan_id', '=', planId)
    .orderBy('indicator_code')
    .execute();
  return rows.map(targetOf);
};
