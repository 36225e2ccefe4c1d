// dropMeasure: lock, decide, save, announce.
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { dropMeasure as drop } from '../domain/measure.ts';
import type { IncentivesHandler } from '../handler.ts';
import { saveMeasure } from '../store/save-measure.ts';
import { heldMeasure } from './held-measure.ts';
import { measureNames, measureRecord } from './measure-record.ts';

/** Drops a proposed measure with a reason. STATE_CONFLICT in any other state. */
export const dropMeasure: IncentivesHandler<'dropMeasure'> = async ({ path, body }, call) => {
  const { measure, today } = await heldMeasure(call, path.measureId);
  const dropped = taken(drop(measure, { text: body.reason, on: today }));
  await saveMeasure(call.tx, dropped);
  await call.append({
    type: 'cn.jixiao.incentives.MeasureDropped.v1',
    county: dropped.county,
    key: dropped.id,
    payload: { ...measureNames(dropped), droppedOn: today },
  });
  return { status: 200, body: measureRecord(dropped), etag: etagOf(dropped.version) };
};
