// getMeasure.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IncentivesHandler } from '../handler.ts';
import { findMeasure } from '../store/find-measure.ts';
import { measureRecord } from './measure-record.ts';

/** One measure. NOT_FOUND also for one outside the caller's county or subtree. */
export const getMeasure: IncentivesHandler<'getMeasure'> = async ({ path }, call) => {
  const measure = await findMeasure(call.tx, call.caller, path.measureId);
  if (measure === undefined) throw problem('NOT_FOUND', { what: '措施' });
  return { status: 200, body: measureRecord(measure), etag: etagOf(measure.version) };
};
