// The plan that a command changes, locked and in the version that the caller has read.
import { problem } from '#kernel/problem/problem.ts';
import type { Plan } from '../domain/plan.ts';
import type { TargetsCall } from '../handler.ts';
import { findPlan } from '../store/find-plan.ts';

/** The plan; NOT_FOUND also for one outside the caller's scope, ETAG_STALE for another version. */
export const lockPlan = async (call: TargetsCall, planId: string): Promise<Plan> => {
  const plan = await findPlan(call.tx, call.caller, planId, { lock: true });
  if (plan === undefined) throw problem('NOT_FOUND', { what: '目标计划' });
  call.requireVersion(plan.version);
  call.about(plan.id, plan.county);
  return plan;
};
