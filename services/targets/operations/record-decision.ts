// recordDecision.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { isoDate } from '#kernel/values/date.ts';
import { enterDecision } from '#kernel/values/recorded-decision.ts';
import { nameInDecision, type Plan } from '../domain/plan.ts';
import { type DecidedPlan, inOrder, lastSubmitted, namedTwice, planDecisionId } from '../domain/plan-decision.ts';
import type { TargetsCall, TargetsHandler } from '../handler.ts';
import { findCycle } from '../store/find-cycle.ts';
import { findPlan } from '../store/find-plan.ts';
import { insertDecision } from '../store/insert-decision.ts';
import { decisionRecord } from './decision-record.ts';

const requireOnce = (plans: readonly DecidedPlan[]): void => {
  const faults = namedTwice(plans).map((index) => ({
    pointer: `/body/plans/${index}/planId`,
    code: 'uniqueItems',
    expected: 'each plan once',
  }));
  if (faults.length > 0) throw problem('REQUEST_INVALID', { count: faults.length }, { faults });
};

const namedPlans = async (
  call: TargetsCall,
  cycleId: string,
  plans: readonly DecidedPlan[],
): Promise<readonly Plan[]> => {
  const found: Plan[] = [];
  for (const { planId, version } of plans) {
    const plan = await findPlan(call.tx, call.caller, planId);
    if (plan === undefined || plan.cycleId !== cycleId) throw problem('PLAN_UNKNOWN', { planId });
    found.push(taken(nameInDecision(plan, version)));
  }
  return found;
};

/**
 * Records the committee's decision on submitted plans, each in the version that it saw. CYCLE_UNKNOWN, DOCUMENT_UNKNOWN,
 * PLAN_UNKNOWN; STATE_CONFLICT for a plan that is not submitted, DECIDED_RECORD_CHANGED for another version; DECISION_DATE_AHEAD,
 * DECISION_DATE_EARLY before the last of the plans was submitted; ALREADY_EXISTS for the same decision again.
 */
export const recordDecision: TargetsHandler<'recordDecision'> = async ({ body }, call) => {
  const { county, cycleId } = body;
  const today = await call.today(county);
  const plans = inOrder(body.plans);
  requireOnce(body.plans);
  const decision = { ...body.decision, decidedOn: isoDate(body.decision.decidedOn) };
  if ((await findCycle(call.tx, county, cycleId)) === undefined) throw problem('CYCLE_UNKNOWN', { cycleId });
  await requireDocuments(call, county, [decision.documentId]);
  const notBefore = lastSubmitted(await namedPlans(call, cycleId, plans));
  const entry = taken(enterDecision(decision, { by: call.caller.subject, on: today }, { notBefore }));
  const id = planDecisionId(county, cycleId, decision, plans);
  const decided = { ...entry, id, county, cycleId, version: 1, plans };
  if (!(await insertDecision(call.tx, decided))) throw problem('ALREADY_EXISTS', { what: '审定' });
  call.about(id);
  return { status: 201, body: decisionRecord(decided), etag: etagOf(decided.version) };
};
