// getPlan.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { TargetsHandler } from '../handler.ts';
import { findPlan } from '../store/find-plan.ts';
import { findTargets } from '../store/find-targets.ts';
import { planRecord } from './plan-record.ts';

/** One plan with its targets. NOT_FOUND also for one outside the caller's scope. */
export const getPlan: TargetsHandler<'getPlan'> = async ({ path }, call) => {
  const plan = await findPlan(call.tx, call.caller, path.planId);
  if (plan === undefined) throw problem('NOT_FOUND', { what: '目标计划' });
  return { status: 200, body: planRecord(plan, await findTargets(call.tx, plan)), etag: etagOf(plan.version) };
};
