// The measure that a command changes: in scope, in the version that the caller saw, held until the transaction ends.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Measure } from '../domain/measure.ts';
import type { IncentivesCall } from '../handler.ts';
import { findMeasure } from '../store/find-measure.ts';
import { lockMeasure } from '../store/lock-measure.ts';

const missing = () => problem('NOT_FOUND', { what: '措施' });

/**
 * Holds the measure and its county's day, and names it in the audit entry. The day is taken first, as DayBegan takes it, so that
 * the two never wait for each other. NOT_FOUND outside the scope, ETAG_STALE for another version.
 */
export const heldMeasure = async (
  call: IncentivesCall,
  measureId: string,
): Promise<{ readonly measure: Measure; readonly today: IsoDate }> => {
  const seen = await findMeasure(call.tx, call.caller, measureId);
  if (seen === undefined) throw missing();
  const today = await call.today(seen.county);
  const measure = await lockMeasure(call.tx, call.caller, measureId);
  if (measure === undefined) throw missing();
  call.about(measure.id, measure.county);
  call.requireVersion(measure.version);
  return { measure, today };
};
