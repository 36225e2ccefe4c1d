// Telling of a light that changed, from a reaction.
import type { TargetsReactionCall } from '../handler.ts';
import type { Announce } from '../lights/compute-lights.ts';

/** Appends TargetLightChanged as caused by the event. */
export const announceLight =
  (call: TargetsReactionCall): Announce =>
  (changed) =>
    call.append({
      type: 'cn.jixiao.targets.TargetLightChanged.v1',
      key: changed.targetId,
      businessDate: changed.date,
      payload: changed,
    });
