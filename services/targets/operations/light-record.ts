// A light as the contract shows it.
import type { components } from '#contracts/generated/targets.ts';
import type { LightSince } from '../domain/light-history.ts';
import type { TargetLight } from '../store/list-target-lights.ts';

type Schemas = components['schemas'];

/** The record of a light. */
export const lightRecord = (light: LightSince): Schemas['Light'] => ({
  colour: light.colour,
  reason: light.reason,
  since: light.since,
  period: light.period,
  actual: light.actual,
  expected: light.expected,
  observationId: light.observationId,
  revision: light.revision,
  ...(light.observations === null ? {} : { observations: light.observations }),
  ruleVersion: light.ruleVersion,
});

/** The record of a target with its light. */
export const targetLightRecord = (target: TargetLight): Schemas['TargetLight'] => ({
  targetId: target.targetId,
  planId: target.planId,
  cycleId: target.cycleId,
  unitId: target.unitId,
  placeId: target.placeId,
  indicatorCode: target.indicatorCode,
  elementCode: target.elementCode,
  value: target.value,
  light: lightRecord(target.light),
});
