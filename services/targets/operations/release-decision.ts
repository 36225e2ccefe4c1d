// releaseDecision.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { releaseDecision as release } from '#kernel/values/recorded-decision.ts';
import { type Plan, publishPlan } from '../domain/plan.ts';
import type { PlanDecision } from '../domain/plan-decision.ts';
import type { TargetsCall, TargetsHandler } from '../handler.ts';
import { computeLights } from '../lights/compute-lights.ts';
import { findDecision } from '../store/find-decision.ts';
import { findPlan } from '../store/find-plan.ts';
import { findTargets } from '../store/find-targets.ts';
import { lockActuals } from '../store/lock-actuals.ts';
import { savePlan } from '../store/save-plan.ts';
import { saveRelease } from '../store/save-release.ts';
import type { StoredTarget } from '../store/target-row.ts';
import { decisionRecord } from './decision-record.ts';

const announce = async (
  call: TargetsCall,
  plan: Plan,
  targets: readonly StoredTarget[],
  { id: decisionId, decision }: PlanDecision,
  today: IsoDate,
): Promise<void> => {
  const { id: planId, county, cycleId, unitId, placeId, version } = plan;
  const subject = { planId, cycleId, unitId, placeId, version };
  await call.append({
    type: 'cn.jixiao.targets.PlanApproved.v1',
    county,
    key: planId,
    payload: { ...subject, decisionId, documentId: decision.documentId },
  });
  const carried = targets.map(({ id: targetId, indicatorCode, elementCode, value }) => ({
    targetId,
    indicatorCode,
    elementCode,
    value,
  }));
  await call.append({
    type: 'cn.jixiao.targets.PlanPublished.v1',
    county,
    key: planId,
    payload: { ...subject, publishedOn: today, targets: carried },
  });
};

/** Publishes the plans in the order of their ids, and gives the ids of their targets. */
const publishAll = async (call: TargetsCall, decided: PlanDecision, today: IsoDate): Promise<string[]> => {
  const ids: string[] = [];
  for (const { planId, version } of decided.plans) {
    const plan = await findPlan(call.tx, call.caller, planId, { lock: true });
    if (plan === undefined) throw problem('DECIDED_RECORD_CHANGED', { what: '目标计划' });
    const published = taken(publishPlan(plan, version, decided.id, today));
    await savePlan(call.tx, published);
    const targets = await findTargets(call.tx, planId);
    await announce(call, published, targets, decided, today);
    ids.push(...targets.map(({ id }) => id));
  }
  return ids;
};

/**
 * Releases a decision by a second person (RELEASE_BY_RECORDER otherwise): its plans are approved and published together, and
 * their lights begin. When one is no longer submitted in the version named, nothing happens (DECIDED_RECORD_CHANGED).
 */
export const releaseDecision: TargetsHandler<'releaseDecision'> = async ({ path }, call) => {
  const decision = await findDecision(call.tx, path.decisionId, { lock: true });
  if (decision === undefined) throw problem('NOT_FOUND', { what: '审定' });
  call.requireVersion(decision.version);
  call.about(decision.id, decision.county);
  const { county } = decision;
  const today = await call.today(county);
  const entry = taken(release(decision, { by: call.caller.subject, on: today }));
  const released = { ...decision, ...entry, version: decision.version + 1 };
  const targetIds = await publishAll(call, released, today);
  await saveRelease(call.tx, released);
  await lockActuals(call.tx, county);
  await computeLights(call.tx, targetIds, today, (changed) =>
    call.append({ type: 'cn.jixiao.targets.TargetLightChanged.v1', county, key: changed.targetId, payload: changed }),
  );
  return { status: 200, body: decisionRecord(released), etag: etagOf(released.version) };
};
