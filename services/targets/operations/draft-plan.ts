// draftPlan.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { isInScope } from '#kernel/scope/scope.ts';
import { draftPlan as draft } from '../domain/plan.ts';
import type { TargetsHandler } from '../handler.ts';
import { findCycle } from '../store/find-cycle.ts';
import { findPlanFrame } from '../store/find-plan-frame.ts';
import { findTargets } from '../store/find-targets.ts';
import { findUnit } from '../store/find-unit.ts';
import { insertPlan } from '../store/insert-plan.ts';
import { replaceTargets } from '../store/replace-targets.ts';
import { planRecord } from './plan-record.ts';
import { setPlanTargets } from './set-plan-targets.ts';

/**
 * Drafts the plan of a unit of the caller's. CYCLE_UNKNOWN, UNIT_UNKNOWN, OUT_OF_SCOPE for another's unit,
 * INDICATOR_SYSTEM_NOT_IN_FORCE for a retired system, PLAN_FAULTY with every fault, ALREADY_EXISTS for a second plan.
 */
export const draftPlan: TargetsHandler<'draftPlan'> = async ({ body }, call) => {
  const { county, cycleId, unitId } = body;
  const today = await call.today(county);
  const cycle = await findCycle(call.tx, county, cycleId);
  if (cycle === undefined) throw problem('CYCLE_UNKNOWN', { cycleId });
  const unit = await findUnit(call.tx, { county, cycleId, unitId });
  if (unit === undefined) throw problem('UNIT_UNKNOWN', { unitId });
  const { placeId, placeCode, classCode } = unit;
  // The place may have ended since the opening: the unit goes on to the end of its cycle.
  if (placeCode === null || !(await isInScope(call.tx, call.caller, placeId, cycle.openedOn)))
    throw problem('OUT_OF_SCOPE', { county: placeCode ?? placeId });
  if (cycle.retired) throw problem('INDICATOR_SYSTEM_NOT_IN_FORCE', { indicatorSystemId: cycle.indicatorSystemId });
  const targets = setPlanTargets(body.targets, await findPlanFrame(call.tx, county, cycle, classCode));
  const plan = draft({ county, cycleId, unitId, placeId, placeCode, classCode }, today);
  if (!(await insertPlan(call.tx, plan))) throw problem('ALREADY_EXISTS', { what: '目标计划' });
  await replaceTargets(call.tx, plan, targets);
  call.about(plan.id);
  return { status: 201, body: planRecord(plan, await findTargets(call.tx, plan)), etag: etagOf(plan.version) };
};
