// The course of a plan (目标计划): draft → submitted → returned with an opinion → draft, or approved by a decision → published.
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import { planStateNames } from './state-names.ts';

export type PlanState = keyof typeof planStateNames;

/** A plan without its targets. */
export type Plan = {
  readonly id: string;
  readonly county: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly placeId: string;
  readonly placeCode: string;
  readonly classCode: string;
  readonly state: PlanState;
  readonly version: number;
  readonly draftedOn: IsoDate;
  readonly submittedOn: IsoDate | null;
  readonly returned: { readonly opinion: string; readonly on: IsoDate } | null;
  readonly decisionId: string | null;
  readonly approvedOn: IsoDate | null;
  readonly publishedOn: IsoDate | null;
};

/** The unit that a plan is of, as its cycle froze it. */
export type PlannedUnit = Pick<Plan, 'county' | 'cycleId' | 'unitId' | 'placeId' | 'placeCode' | 'classCode'>;

const conflict = (plan: Plan, ...wanted: readonly PlanState[]): ReturnType<typeof stateConflict> =>
  stateConflict('目标计划', planStateNames[plan.state], wanted.map((state) => planStateNames[state]).join('或'));

/** A unit's plan of a cycle: a unit has one. */
export const draftPlan = (unit: PlannedUnit, today: IsoDate): Plan => ({
  id: businessId('plan', unit.cycleId, unit.unitId),
  ...unit,
  state: 'draft',
  version: 1,
  draftedOn: today,
  submittedOn: null,
  returned: null,
  decisionId: null,
  approvedOn: null,
  publishedOn: null,
});

/** The id of the target that a plan sets for an indicator. */
export const targetId = (planId: string, indicatorCode: string): string => businessId('target', planId, indicatorCode);

/** Replaces the targets of a draft, or of a returned plan, which is a draft again; the opinion of its return stays with it. */
export const replacePlan = (plan: Plan): Result<Plan, 'STATE_CONFLICT'> =>
  plan.state === 'draft' || plan.state === 'returned'
    ? accepted({ ...plan, state: 'draft', version: plan.version + 1, submittedOn: null })
    : conflict(plan, 'draft', 'returned');

/** Submits a draft; TARGETS_MISSING where an indicator that scores against a target has none. */
export const submitPlan = (
  plan: Plan,
  missing: readonly string[],
  today: IsoDate,
): Result<Plan, 'STATE_CONFLICT' | 'TARGETS_MISSING'> => {
  if (plan.state !== 'draft') return conflict(plan, 'draft');
  if (missing.length > 0) return refused('TARGETS_MISSING', { indicatorCodes: missing.join('、') });
  return accepted({ ...plan, state: 'submitted', version: plan.version + 1, submittedOn: today });
};

/** Gives a submitted plan back with an opinion (杭州市绩效管理条例 art 14). */
export const returnPlan = (plan: Plan, opinion: string, today: IsoDate): Result<Plan, 'STATE_CONFLICT'> =>
  plan.state === 'submitted'
    ? accepted({ ...plan, state: 'returned', version: plan.version + 1, returned: { opinion, on: today } })
    : conflict(plan, 'submitted');

/** Names a plan in a decision: only a submitted one, in the version that it has (DECIDED_RECORD_CHANGED). */
export const nameInDecision = (
  plan: Plan,
  version: number,
): Result<Plan, 'STATE_CONFLICT' | 'DECIDED_RECORD_CHANGED'> => {
  if (plan.state !== 'submitted') return conflict(plan, 'submitted');
  return plan.version === version ? accepted(plan) : refused('DECIDED_RECORD_CHANGED', { what: '目标计划' });
};

/**
 * Approves a plan by a released decision (杭州市绩效管理条例 art 14, 济南市绩效管理条例 art 11); what is no longer as it was named is
 * DECIDED_RECORD_CHANGED.
 */
export const approvePlan = (
  plan: Plan,
  version: number,
  decisionId: string,
  today: IsoDate,
): Result<Plan, 'DECIDED_RECORD_CHANGED'> =>
  plan.state === 'submitted' && plan.version === version
    ? accepted({ ...plan, state: 'approved', version: plan.version + 1, approvedOn: today, decisionId })
    : refused('DECIDED_RECORD_CHANGED', { what: '目标计划' });

/** Publishes an approved plan (the same articles): from now on its targets are in force. */
export const publishPlan = (plan: Plan, today: IsoDate): Result<Plan, 'STATE_CONFLICT'> =>
  plan.state === 'approved'
    ? accepted({ ...plan, state: 'published', version: plan.version + 1, publishedOn: today })
    : conflict(plan, 'approved');
