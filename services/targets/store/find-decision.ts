// The decision of an id.
import type { Transaction } from 'kysely';
import type { PlanDecision } from '../domain/plan-decision.ts';
import { decisionsOf } from './decision-row.ts';
import type { DB } from './tables.ts';

/** The decision, locked for a command where asked; undefined where there is none in the scope. */
export const findDecision = async (
  tx: Transaction<DB>,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<PlanDecision | undefined> => {
  const query = tx.selectFrom('plan_decision').selectAll().where('id', '=', id);
  const [decision] = await decisionsOf(tx, await (lock ? query.forUpdate() : query).execute());
  return decision;
};
