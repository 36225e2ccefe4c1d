// confirmMeasure: lock, decide, save, announce.
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { confirmMeasure as confirm } from '../domain/measure.ts';
import type { IncentivesHandler } from '../handler.ts';
import { saveMeasure } from '../store/save-measure.ts';
import { heldMeasure } from './held-measure.ts';
import { measureNames, measureRecord } from './measure-record.ts';

/** Confirms a proposed measure. STATE_CONFLICT in any other state. */
export const confirmMeasure: IncentivesHandler<'confirmMeasure'> = async ({ path, body }, call) => {
  const { measure, today } = await heldMeasure(call, path.measureId);
  const confirmed = taken(confirm(measure, { text: body.opinion, on: today }));
  await saveMeasure(call.tx, confirmed);
  await call.append({
    type: 'cn.jixiao.incentives.MeasureConfirmed.v1',
    county: confirmed.county,
    key: confirmed.id,
    payload: { ...measureNames(confirmed), confirmedOn: today },
  });
  return { status: 200, body: measureRecord(confirmed), etag: etagOf(confirmed.version) };
};
