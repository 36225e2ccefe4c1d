// CycleOpened: the day from which the units of the cycle are frozen, and with them the places of its measures.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { IncentivesReaction } from '../handler.ts';

/** The fact that decided grades wait for before the opening of their cycle arrived: its key is the cycle. */
export const cycleKnownFact = 'cn.jixiao.evaluation.CycleOpened.v1';

/** Knows the cycle, and wakes the decisions on grades that wait for it. */
export const knowCycle: IncentivesReaction<'cn.jixiao.evaluation.CycleOpened.v1'> = async (event, call) => {
  const { cycleId, openedOn } = event.payload;
  await call.tx
    .insertInto('cycle')
    .values({ county: countyOfEvent(event), id: cycleId, opened_on: openedOn })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await call.arrived({ type: cycleKnownFact, key: cycleId });
};
