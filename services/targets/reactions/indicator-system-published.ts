// IndicatorSystemPublished: the indicators that a plan may name.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import type { TargetsReaction } from '../handler.ts';
import { insertIndicatorSystem } from '../store/insert-indicator-system.ts';

/** Takes the system over, and wakes the openings of cycles that wait for it. */
export const indicatorSystemPublished: TargetsReaction<'cn.jixiao.indicators.IndicatorSystemPublished.v1'> = async (
  event,
  call,
) => {
  const { indicatorSystemId, system } = event.payload;
  // The sender has checked it against the contract's IndicatorSystem before it published it.
  await insertIndicatorSystem(call.tx, countyOfEvent(event), indicatorSystemId, system as Written<IndicatorSystem>);
  await call.arrived({ type: event.type, key: indicatorSystemId });
};
