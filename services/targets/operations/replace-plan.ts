// replacePlan.
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { replacePlan as replace } from '../domain/plan.ts';
import type { TargetsHandler } from '../handler.ts';
import { findPlanFrame } from '../store/find-plan-frame.ts';
import { findTargets } from '../store/find-targets.ts';
import { replaceTargets } from '../store/replace-targets.ts';
import { savePlan } from '../store/save-plan.ts';
import { cycleOf } from './cycle-of.ts';
import { heldPlan } from './held-plan.ts';
import { planRecord } from './plan-record.ts';
import { setPlanTargets } from './set-plan-targets.ts';

/** Replaces the targets of a draft or of a returned plan. STATE_CONFLICT otherwise, PLAN_FAULTY with every fault. */
export const replacePlan: TargetsHandler<'replacePlan'> = async ({ path, body }, call) => {
  const { plan } = await heldPlan(call, path.planId);
  const replaced = taken(replace(plan));
  const frame = await findPlanFrame(call.tx, plan.county, await cycleOf(call.tx, plan), plan.classCode);
  await replaceTargets(call.tx, plan, setPlanTargets(body.targets, frame));
  await savePlan(call.tx, replaced);
  const record = planRecord(replaced, await findTargets(call.tx, plan));
  return { status: 200, body: record, etag: etagOf(replaced.version) };
};
