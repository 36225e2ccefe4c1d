// DataElementsPublished: bounds, places and accumulation of the elements that targets are set for.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { TargetsReaction } from '../handler.ts';
import { storeElements } from '../store/store-elements.ts';

/** Knows the elements in their newest versions; targets that are set already keep what they were set by. */
export const dataElementsPublished: TargetsReaction<'cn.jixiao.indicators.DataElementsPublished.v1'> = async (
  event,
  { tx },
) => {
  await storeElements(tx, countyOfEvent(event), event.payload.elements);
};
