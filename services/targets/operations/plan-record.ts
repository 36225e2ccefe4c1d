// A plan as the contract shows it.
import type { components } from '#contracts/generated/targets.ts';
import type { Curve } from '../domain/curve.ts';
import type { Plan, PlanState } from '../domain/plan.ts';
import type { StoredTarget } from '../store/target-row.ts';

type Schemas = components['schemas'];

/** The record of a curve. */
export const curveRecord = (curve: Curve): Schemas['Curve'] =>
  curve.kind === 'even'
    ? { kind: 'even' }
    : { kind: 'points', points: curve.points.map(({ period, value }) => ({ period, value })) };

/** The state as readers know it. A release that approves a plan publishes it too, so none is ever read as approved alone. */
const shownState = (state: PlanState): Schemas['PlanState'] => {
  if (state === 'approved') throw new Error('A plan was left approved and not published.');
  return state;
};

/** The record of a plan without its targets. */
export const planSummary = (plan: Plan): Schemas['PlanSummary'] => ({
  id: plan.id,
  county: plan.county,
  cycleId: plan.cycleId,
  unitId: plan.unitId,
  placeId: plan.placeId,
  state: shownState(plan.state),
  version: plan.version,
  submittedOn: plan.submittedOn,
  approvedOn: plan.approvedOn,
  publishedOn: plan.publishedOn,
  decisionId: plan.decisionId,
});

/** The record of a plan with its targets. */
export const planRecord = (plan: Plan, targets: readonly StoredTarget[]): Schemas['Plan'] => ({
  ...planSummary(plan),
  targets: targets.map(({ id, indicatorCode, elementCode, value, curve }) => ({
    id,
    indicatorCode,
    elementCode,
    value,
    curve: curveRecord(curve),
  })),
  returned: plan.returned,
});
