// getTarget.
import { problem } from '#kernel/problem/problem.ts';
import type { TargetsHandler } from '../handler.ts';
import { findLights } from '../store/find-lights.ts';
import { findTrackedTarget } from '../store/find-tracked-target.ts';
import { lightRecord } from './light-record.ts';
import { curveRecord } from './plan-record.ts';

/** Lights before the present one that are shown; the contract says as many. */
const earlierLightsMax = 100;

/** One target of a published plan with its lights. NOT_FOUND also for one outside the caller's scope. */
export const getTarget: TargetsHandler<'getTarget'> = async ({ path }, call) => {
  const target = await findTrackedTarget(call.tx, call.caller, path.targetId);
  if (target === undefined) throw problem('NOT_FOUND', { what: '目标' });
  const { id, county } = target;
  const [light, ...earlier] = await findLights(call.tx, county, id, earlierLightsMax + 1);
  if (light === undefined) throw new Error(`The published target ${id} has no light.`);
  return {
    status: 200,
    body: {
      id,
      county,
      planId: target.planId,
      cycleId: target.cycleId,
      unitId: target.unitId,
      placeId: target.placeId,
      indicatorCode: target.indicatorCode,
      elementCode: target.elementCode,
      value: target.value,
      curve: curveRecord(target.curve),
      light: lightRecord(light),
      earlierLights: earlier.map(lightRecord),
    },
  };
};
