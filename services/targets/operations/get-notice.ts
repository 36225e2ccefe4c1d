// getNotice.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { TargetsHandler } from '../handler.ts';
import { findNotice } from '../store/find-notice.ts';
import { noticeRecord } from './notice-record.ts';

/** One notice with its answer. NOT_FOUND also for one outside the caller's scope. */
export const getNotice: TargetsHandler<'getNotice'> = async ({ path }, call) => {
  const notice = await findNotice(call.tx, call.caller, path.noticeId);
  if (notice === undefined) throw problem('NOT_FOUND', { what: '告知单' });
  return { status: 200, body: noticeRecord(notice), etag: etagOf(notice.version) };
};
