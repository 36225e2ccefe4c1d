// The plan of an id, where it lies in the caller's scope.
import type { Transaction } from 'kysely';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Plan } from '../domain/plan.ts';
import { cycleScope } from './cycle-scope.ts';
import { planOf } from './plan-row.ts';
import type { DB } from './tables.ts';

/** The plan, locked for a command where asked; undefined where there is none in the scope. */
export const findPlan = async (
  tx: Transaction<DB>,
  caller: Scoped,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Plan | undefined> => {
  const query = tx.selectFrom('plan').selectAll('plan').where('plan.id', '=', id).where(cycleScope(caller, 'plan'));
  const row = await (lock ? query.forUpdate('plan') : query).executeTakeFirst();
  return row === undefined ? undefined : planOf(row);
};
