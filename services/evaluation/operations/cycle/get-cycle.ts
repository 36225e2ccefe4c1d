// getCycle.
import { etagOf } from '#kernel/operation/etag.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { cycleOf } from './cycle-of.ts';
import { cycleRecord } from './cycle-record.ts';

/** One cycle. NOT_FOUND also for another county's. */
export const getCycle: EvaluationHandler<'getCycle'> = async ({ path }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  return { status: 200, body: cycleRecord(cycle), etag: etagOf(cycle.version) };
};
