// The notice that a command changes: in scope, in the version that the caller has read, held until the transaction ends.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { Notice } from '../domain/notice.ts';
import type { TargetsCall } from '../handler.ts';
import { findNotice } from '../store/find-notice.ts';

const missing = () => problem('NOT_FOUND', { what: '告知单' });

/**
 * Holds the notice and its county's day, and names it in the audit entry. The day is taken first: on the due day DayBegan holds it
 * and waits for the notices that it marks. NOT_FOUND also for a notice outside the caller's scope, ETAG_STALE for another version.
 */
export const heldNotice = async (
  call: TargetsCall,
  noticeId: string,
): Promise<{ readonly notice: Notice; readonly today: IsoDate }> => {
  const seen = await findNotice(call.tx, call.caller, noticeId);
  if (seen === undefined) throw missing();
  const today = await call.today(seen.county);
  const notice = await findNotice(call.tx, call.caller, noticeId, { lock: true });
  if (notice === undefined) throw missing();
  call.about(notice.id, notice.county);
  call.requireVersion(notice.version);
  return { notice, today };
};
