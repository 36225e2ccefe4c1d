// CollectionReopened: what the cycle froze holds no more, and its values may be reported again as if it never had.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { IndicatorsReaction } from '../handler.ts';
import { keepLift } from '../store/freeze-lifts.ts';
import { liftFreezes } from '../store/lifted-freezes.ts';

/**
 * Lifts the freezes of the cycle until the number that the reopening names, also one that comes later; a newer one holds. The sets that
 * were published stay: a run that was tried on one can still be explained.
 */
export const liftFreeze: IndicatorsReaction<'cn.jixiao.evaluation.CollectionReopened.v1'> = async (event, call) => {
  const { payload } = event;
  const county = countyOfEvent(event);
  const { cycleId, freezeNumber, reopenedOn: on } = payload;
  await keepLift(call.tx, { county, cycleId, freezeNumber, on });
  await liftFreezes(call.tx, { county, cycleId, freezeNumber, on });
};
