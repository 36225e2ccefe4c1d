// IndicatorSystemPublished: the indicators that a plan may name.
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import type { TargetsReaction } from '../handler.ts';
import { insertIndicatorSystem } from '../store/insert-indicator-system.ts';
import { countyOf } from './county-of.ts';

/** Takes the system over, and wakes the openings of cycles that wait for it. */
export const indicatorSystemPublished: TargetsReaction<'cn.jixiao.indicators.IndicatorSystemPublished.v1'> = async (
  event,
  call,
) => {
  const { indicatorSystemId, system } = event.payload;
  // The sender has checked it against the contract's IndicatorSystem before it published it.
  await insertIndicatorSystem(call.tx, countyOf(event), indicatorSystemId, system as Written<IndicatorSystem>);
  await call.arrived({ type: event.type, key: indicatorSystemId });
};
