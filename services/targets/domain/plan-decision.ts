// A decision of the committee that approves plans in one batch: its identity, and the plans that it names.
import { canonicalJson, sha256 } from '#kernel/values/canonical-json.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { DecisionEntry, RecordedDecision } from '#kernel/values/recorded-decision.ts';
import type { Plan } from './plan.ts';

/** A plan in the version that the committee saw. */
export type DecidedPlan = { readonly planId: string; readonly version: number };

/** A decision on plans. */
export type PlanDecision = DecisionEntry & {
  readonly id: string;
  readonly county: string;
  readonly cycleId: string;
  readonly version: number;
  readonly plans: readonly DecidedPlan[];
};

/** The plans by their ids, so that two who decide at once lock them in one order. */
export const inOrder = (plans: readonly DecidedPlan[]): readonly DecidedPlan[] =>
  plans.toSorted((a, b) => (a.planId < b.planId ? -1 : 1));

/** The positions of plans that the batch has named before. */
export const namedTwice = (plans: readonly DecidedPlan[]): readonly number[] =>
  plans.flatMap(({ planId }, index) => (plans.findIndex((plan) => plan.planId === planId) < index ? [index] : []));

/** The id of a decision: what was decided by which document on which versions of plans. */
export const planDecisionId = (
  county: string,
  cycleId: string,
  decision: RecordedDecision,
  plans: readonly DecidedPlan[],
): string => businessId('plan-decision', county, cycleId, sha256(canonicalJson({ decision, plans: inOrder(plans) })));

/** The newest day on which one of the plans was submitted: no committee decides on what it was not given. */
export const lastSubmitted = (plans: readonly Plan[]): IsoDate | undefined =>
  plans
    .flatMap(({ submittedOn }) => submittedOn ?? [])
    .toSorted()
    .at(-1);
