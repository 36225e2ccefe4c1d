// CollectionReopened: what the cycle froze holds no more, and its values may be reported again as if it never had.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { IndicatorsReaction } from '../handler.ts';
import { liftFreezes } from '../store/lifted-freezes.ts';

/** Lifts the freezes of the cycle. The sets that were published stay: a run that was tried on one can still be explained. */
export const liftFreeze: IndicatorsReaction<'cn.jixiao.evaluation.CollectionReopened.v1'> = async (event, call) => {
  const { payload } = event;
  const county = countyOfEvent(event);
  await liftFreezes(call.tx, { county, cycleId: payload.cycleId, on: payload.reopenedOn });
};
