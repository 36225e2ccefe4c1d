// releaseDecision.
import { heldDecision } from '#kernel/decisions/held-decision.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { releaseDecision as release } from '#kernel/values/recorded-decision.ts';
import { approvePlan, type Plan, publishPlan } from '../domain/plan.ts';
import type { DecidedPlan, PlanDecision } from '../domain/plan-decision.ts';
import type { TargetsCall, TargetsHandler } from '../handler.ts';
import { computeLights } from '../lights/compute-lights.ts';
import { findDecision, lockDecision } from '../store/find-decision.ts';
import { findPlan } from '../store/find-plan.ts';
import { findTargets } from '../store/find-targets.ts';
import { lockActuals } from '../store/lock-actuals.ts';
import { savePlan } from '../store/save-plan.ts';
import { saveRelease } from '../store/save-release.ts';
import { decisionRecord } from './decision-record.ts';

const decisions = { find: findDecision, lock: lockDecision };

const subjectOf = ({ id: planId, cycleId, unitId, placeId, version }: Plan) => ({
  planId,
  cycleId,
  unitId,
  placeId,
  version,
});

/** Approves a plan by the decision, and says so. What it no longer names as it is, is DECIDED_RECORD_CHANGED. */
const approve = async (
  call: TargetsCall,
  { planId, version }: DecidedPlan,
  { id: decisionId, decision }: PlanDecision,
  today: IsoDate,
): Promise<Plan> => {
  const plan = await findPlan(call.tx, call.caller, planId, { lock: true });
  if (plan === undefined) throw problem('DECIDED_RECORD_CHANGED', { what: '目标计划' });
  const approved = taken(approvePlan(plan, version, decisionId, today));
  await savePlan(call.tx, approved);
  await call.append({
    type: 'cn.jixiao.targets.PlanApproved.v1',
    county: plan.county,
    key: planId,
    payload: { ...subjectOf(approved), decisionId, documentId: decision.documentId, approvedOn: today },
  });
  return approved;
};

/** Publishes an approved plan with its targets, and gives their ids. */
const publish = async (call: TargetsCall, plan: Plan, today: IsoDate): Promise<string[]> => {
  const published = taken(publishPlan(plan, today));
  await savePlan(call.tx, published);
  const targets = (await findTargets(call.tx, plan)).map(({ id: targetId, indicatorCode, elementCode, value }) => ({
    targetId,
    indicatorCode,
    elementCode,
    value,
  }));
  await call.append({
    type: 'cn.jixiao.targets.PlanPublished.v1',
    county: plan.county,
    key: plan.id,
    payload: { ...subjectOf(published), publishedOn: today, targets },
  });
  return targets.map(({ targetId }) => targetId);
};

/**
 * Releases a decision by a second person (RELEASE_BY_RECORDER otherwise): its plans are approved and, with that, published, and
 * their lights begin. When one is no longer submitted in the version named, nothing happens (DECIDED_RECORD_CHANGED).
 */
export const releaseDecision: TargetsHandler<'releaseDecision'> = async ({ path }, call) => {
  const { decision, today } = await heldDecision(call, decisions, path.decisionId);
  const { county } = decision;
  const entry = taken(release(decision, { by: call.caller.subject, on: today }));
  const released = { ...decision, ...entry, version: decision.version + 1 };
  const targetIds: string[] = [];
  // In the order of their ids, in which every release locks them.
  for (const named of released.plans)
    targetIds.push(...(await publish(call, await approve(call, named, released, today), today)));
  await saveRelease(call.tx, released);
  await lockActuals(call.tx, county);
  await computeLights(call.tx, { county, targetIds, day: today }, (changed) =>
    call.append({ type: 'cn.jixiao.targets.TargetLightChanged.v1', county, key: changed.targetId, payload: changed }),
  );
  return { status: 200, body: decisionRecord(released), etag: etagOf(released.version) };
};
