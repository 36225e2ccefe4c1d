// CycleOpened: its units, its light rules and the clock of its notices.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { waitFor } from '#kernel/exchange/failure.ts';
import type { TargetsReaction } from '../handler.ts';
import { insertCycle } from '../store/insert-cycle.ts';
import { isKnownSystem } from '../store/is-known-system.ts';

/** Takes the cycle over; it waits for the indicator system that the cycle names. */
export const cycleOpened: TargetsReaction<'cn.jixiao.evaluation.CycleOpened.v1'> = async (event, { tx }) => {
  const county = countyOfEvent(event);
  const { indicatorSystemId } = event.payload;
  if (!(await isKnownSystem(tx, county, indicatorSystemId)))
    throw waitFor({ type: 'cn.jixiao.indicators.IndicatorSystemPublished.v1', key: indicatorSystemId });
  await insertCycle(tx, county, event.payload);
};
