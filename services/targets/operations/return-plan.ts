// returnPlan.
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { returnPlan as giveBack } from '../domain/plan.ts';
import type { TargetsHandler } from '../handler.ts';
import { findTargets } from '../store/find-targets.ts';
import { savePlan } from '../store/save-plan.ts';
import { heldPlan } from './held-plan.ts';
import { planRecord } from './plan-record.ts';

/** Returns a submitted plan with an opinion, which stays here: the event carries ids alone. STATE_CONFLICT otherwise. */
export const returnPlan: TargetsHandler<'returnPlan'> = async ({ path, body }, call) => {
  const { plan, today } = await heldPlan(call, path.planId);
  const returned = taken(giveBack(plan, body.opinion, today));
  await savePlan(call.tx, returned);
  const { id: planId, county, cycleId, unitId, placeId, version } = returned;
  await call.append({
    type: 'cn.jixiao.targets.PlanReturned.v1',
    county,
    key: planId,
    payload: { planId, cycleId, unitId, placeId, version, returnedOn: today },
  });
  return { status: 200, body: planRecord(returned, await findTargets(call.tx, plan)), etag: etagOf(version) };
};
