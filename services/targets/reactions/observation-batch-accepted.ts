// ObservationBatchAccepted: the batch is pulled as a set, and the lights that it touches are computed (exchange rule E14).

import { currentDay } from '#kernel/exchange/business-day.ts';
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { waitFor } from '#kernel/exchange/failure.ts';
import type { PulledSet } from '#kernel/exchange/handover/pull-row.ts';
import { requestPull } from '#kernel/exchange/handover/request.ts';
import type { TargetsReaction, TargetsReactionCall } from '../handler.ts';
import { computeLights } from '../lights/compute-lights.ts';
import { lockActuals } from '../store/lock-actuals.ts';
import { takeActuals } from '../store/take-actuals.ts';
import { announceLight } from './announce-light.ts';
import { dayFact } from './day-began.ts';

/** The kind under which batches are pulled: the key of their switch. */
export const batchSetKind = 'observation-batch';

/** Asks for the batch's set. It waits for the day on which the batch was accepted, so that no light is computed for a day before. */
export const observationBatchAccepted: TargetsReaction<'cn.jixiao.indicators.ObservationBatchAccepted.v1'> = async (
  event,
  { tx, businessDate },
) => {
  const county = countyOfEvent(event);
  const today = await currentDay(tx, county);
  if (today === undefined || today < businessDate) throw waitFor(dayFact(county, businessDate));
  // All batches bear the same number: they add to one another, and none supersedes one before it.
  const { setId, number, count, digest } = event.payload;
  await requestPull(tx, event, { id: setId, kind: batchSetKind, number, county, count, digest });
};

/**
 * Takes the pulled batch over. Lights are computed for the county's day as it is now, not as it was when the batch came. The day
 * is held from the last row on: taking millions of rows under it would park the next one (E8). Who publishes a plan has the day
 * first and the lock of the actuals then; both hold the day for share, so neither waits for the other's day.
 */
export const switchBatch = async (set: PulledSet, call: TargetsReactionCall): Promise<void> => {
  const county = countyOfEvent({ type: set.kind, county: set.county });
  await lockActuals(call.tx, county);
  const targetIds = await takeActuals(call.tx, county, set.id);
  const day = await currentDay(call.tx, county);
  if (day === undefined) throw new Error(`The county ${county} has no day.`);
  await computeLights(call.tx, { county, targetIds, day }, announceLight(call));
};
