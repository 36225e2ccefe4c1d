// IndicatorSystemRetired: no new plan is made on the system; what used it stays as it is.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { TargetsReaction } from '../handler.ts';

/** Marks the system as retired. Its publication came before, since both have the system's id as their key. */
export const indicatorSystemRetired: TargetsReaction<'cn.jixiao.indicators.IndicatorSystemRetired.v1'> = async (
  event,
  { tx },
) => {
  const { indicatorSystemId, retiredOn } = event.payload;
  await tx
    .updateTable('indicator_system')
    .set({ retired_on: retiredOn })
    .where('county', '=', countyOfEvent(event))
    .where('id', '=', indicatorSystemId)
    .execute();
};
