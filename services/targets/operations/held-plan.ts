// The plan that a command changes: in scope, in the version that the caller has read, held until the transaction ends.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Plan } from '../domain/plan.ts';
import type { TargetsCall } from '../handler.ts';
import { findPlan } from '../store/find-plan.ts';

const missing = () => problem('NOT_FOUND', { what: '目标计划' });

/**
 * Holds the plan and its county's day, and names it in the audit entry. The day is taken first, as DayBegan takes it, so that the
 * two never wait for each other. NOT_FOUND also for a plan outside the caller's scope, ETAG_STALE for another version.
 */
export const heldPlan = async (
  call: TargetsCall,
  planId: string,
): Promise<{ readonly plan: Plan; readonly today: IsoDate }> => {
  const seen = await findPlan(call.tx, call.caller, planId);
  if (seen === undefined) throw missing();
  const today = await call.today(seen.county);
  const plan = await findPlan(call.tx, call.caller, planId, { lock: true });
  if (plan === undefined) throw missing();
  call.about(plan.id, plan.county);
  call.requireVersion(plan.version);
  return { plan, today };
};
