// The measure that a command changes: locked, in scope, in the version that the caller saw.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Measure } from '../domain/measure.ts';
import type { IncentivesCall } from '../handler.ts';
import { lockMeasure } from '../store/lock-measure.ts';

/** Locks the measure and names it in the audit entry. NOT_FOUND outside the scope, ETAG_STALE for another version. */
export const heldMeasure = async (
  call: IncentivesCall,
  measureId: string,
): Promise<{ readonly measure: Measure; readonly today: IsoDate }> => {
  const measure = await lockMeasure(call.tx, call.caller, measureId);
  if (measure === undefined) throw problem('NOT_FOUND', { what: '措施' });
  call.about(measure.id, measure.county);
  call.requireVersion(measure.version);
  return { measure, today: await call.today(measure.county) };
};
