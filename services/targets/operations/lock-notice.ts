// The notice that a command changes, locked and in the version that the caller has read.
import { problem } from '#kernel/problem/problem.ts';
import type { Notice } from '../domain/notice.ts';
import type { TargetsCall } from '../handler.ts';
import { findNotice } from '../store/find-notice.ts';

/** The notice; NOT_FOUND also for one outside the caller's scope, ETAG_STALE for another version. */
export const lockNotice = async (call: TargetsCall, noticeId: string): Promise<Notice> => {
  const notice = await findNotice(call.tx, call.caller, noticeId, { lock: true });
  if (notice === undefined) throw problem('NOT_FOUND', { what: '告知单' });
  call.requireVersion(notice.version);
  call.about(notice.id, notice.county);
  return notice;
};
