// submitPlan.
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { submitPlan as submit } from '../domain/plan.ts';
import { missingTargets } from '../domain/target.ts';
import type { TargetsHandler } from '../handler.ts';
import { findIndicators } from '../store/find-plan-frame.ts';
import { findTargets } from '../store/find-targets.ts';
import { savePlan } from '../store/save-plan.ts';
import { cycleOf } from './cycle-of.ts';
import { heldPlan } from './held-plan.ts';
import { planRecord } from './plan-record.ts';

/** Submits a draft as it was read. STATE_CONFLICT for what is no draft, TARGETS_MISSING where the system asks for more targets. */
export const submitPlan: TargetsHandler<'submitPlan'> = async ({ path }, call) => {
  const { plan, today } = await heldPlan(call, path.planId);
  const targets = await findTargets(call.tx, plan);
  const { indicatorSystemId } = await cycleOf(call.tx, plan);
  const indicators = await findIndicators(call.tx, plan.county, indicatorSystemId, plan.classCode);
  const submitted = taken(submit(plan, missingTargets(indicators.values(), targets), today));
  await savePlan(call.tx, submitted);
  const { id: planId, county, cycleId, unitId, placeId, version } = submitted;
  await call.append({
    type: 'cn.jixiao.targets.PlanSubmitted.v1',
    county,
    key: planId,
    payload: { planId, cycleId, unitId, placeId, version, submittedOn: today },
  });
  return { status: 200, body: planRecord(submitted, targets), etag: etagOf(version) };
};
