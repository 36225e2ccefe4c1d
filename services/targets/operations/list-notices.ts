// listNotices.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { TargetsHandler } from '../handler.ts';
import { listNoticesOf } from '../store/list-notices.ts';
import { noticeRecord } from './notice-record.ts';

/** The notices of a county in the caller's scope, newest first. */
export const listNotices: TargetsHandler<'listNotices'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const rows = await listNoticesOf(call.tx, call.caller, query, page);
  return { status: 200, body: paged(rows, page, (row) => [row.issuedOn, row.id], noticeRecord) };
};
