// A decision on plans as the contract shows it.
import type { components } from '#contracts/generated/targets.ts';
import type { PlanDecision } from '../domain/plan-decision.ts';

/** The record of a decision. */
export const decisionRecord = (decided: PlanDecision): components['schemas']['PlanDecision'] => ({
  id: decided.id,
  county: decided.county,
  cycleId: decided.cycleId,
  state: decided.state,
  decision: { ...decided.decision },
  plans: decided.plans.map(({ planId, version }) => ({ planId, version })),
  recordedOn: decided.recordedOn,
  recordedBy: decided.recordedBy,
  releasedOn: decided.releasedOn,
  releasedBy: decided.releasedBy,
});
