// The decision of an id, to read or to change.
import type { Transaction } from 'kysely';
import type { PlanDecision } from '../domain/plan-decision.ts';
import { decisionsOf } from './decision-row.ts';
import type { DB } from './tables.ts';

/** The decision; undefined where there is none in the counties of the scope. */
export const findDecision = async (tx: Transaction<DB>, id: string): Promise<PlanDecision | undefined> => {
  const rows = await tx.selectFrom('decision').selectAll().where('id', '=', id).execute();
  const [decision] = await decisionsOf(tx, rows);
  return decision;
};

/** The same, locked until the transaction ends. */
export const lockDecision = async (tx: Transaction<DB>, id: string): Promise<PlanDecision | undefined> => {
  const rows = await tx.selectFrom('decision').selectAll().where('id', '=', id).forUpdate().execute();
  const [decision] = await decisionsOf(tx, rows);
  return decision;
};
