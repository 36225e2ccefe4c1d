// IndicatorSystemPublished and IndicatorSystemRetired: what a cycle may be opened on.

import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { waitFor } from '#kernel/exchange/failure.ts';
import { readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';
import type { EvaluationReaction } from '../handler.ts';
import { jsonText } from '../store/json-text.ts';

const published = 'cn.jixiao.indicators.IndicatorSystemPublished.v1';

/** Takes a published system over, its decimals normalised. One that can't be read is parked: nothing could be scored by it. */
export const knowIndicatorSystem: EvaluationReaction<typeof published> = async (event, call) => {
  const { indicatorSystemId, code, version, publishedOn, system } = event.payload;
  const read = readIndicatorSystem(system as Parameters<typeof readIndicatorSystem>[0]);
  if (!read.ok)
    throw new Error(`The indicator system ${indicatorSystemId} is faulty: ${JSON.stringify(read.faults.slice(0, 3))}`);
  await call.tx
    .insertInto('indicator_system')
    .values({
      county: countyOfEvent(event),
      id: indicatorSystemId,
      code,
      version,
      system: jsonText(read.value),
      published_on: publishedOn,
      retired_on: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await call.arrived({ type: published, key: indicatorSystemId });
};

/** Refuses new cycles on a retired system; those that it has stay as they are. */
export const retireIndicatorSystem: EvaluationReaction<'cn.jixiao.indicators.IndicatorSystemRetired.v1'> = async (
  event,
  { tx },
) => {
  const { indicatorSystemId, retiredOn } = event.payload;
  const { numUpdatedRows } = await tx
    .updateTable('indicator_system')
    .set({ retired_on: retiredOn })
    .where('county', '=', countyOfEvent(event))
    .where('id', '=', indicatorSystemId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw waitFor({ type: published, key: indicatorSystemId });
};
