// A plan as the contract shows it.
import type { components } from '#contracts/generated/targets.ts';
import type { Curve } from '../domain/curve.ts';
import type { Plan } from '../domain/plan.ts';
import type { StoredTarget } from '../store/target-row.ts';

type Schemas = components['schemas'];

/** The record of a curve. */
export const curveRecord = (curve: Curve): Schemas['Curve'] =>
  curve.kind === 'even'
    ? { kind: 'even' }
    : { kind: 'points', points: curve.points.map(({ period, value }) => ({ period, value })) };

/** The record of a plan without its targets. */
export const planSummary = (plan: Plan): Schemas['PlanSummary'] => ({
  id: plan.id,
  county: plan.county,
  cycleId: plan.cycleId,
  unitId: plan.unitId,
  placeId: plan.placeId,
  state: plan.state,
  version: plan.version,
  submittedOn: plan.submittedOn,
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
