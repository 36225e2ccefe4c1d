// closeNotice.
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { closeNotice as close } from '../domain/notice.ts';
import type { TargetsHandler } from '../handler.ts';
import { saveNotice } from '../store/save-notice.ts';
import { heldNotice } from './held-notice.ts';
import { noticeRecord } from './notice-record.ts';
import { noticeSubject } from './notice-subject.ts';

/** Closes an accepted notice. STATE_CONFLICT for one that is not accepted. */
export const closeNotice: TargetsHandler<'closeNotice'> = async ({ path, body }, call) => {
  const { notice, today } = await heldNotice(call, path.noticeId);
  const { county } = notice;
  const closed = taken(close(notice, body.opinion, today));
  await saveNotice(call.tx, closed);
  await call.append({
    type: 'cn.jixiao.targets.NoticeClosed.v1',
    county,
    key: closed.id,
    payload: { ...noticeSubject(closed), closedOn: today },
  });
  return { status: 200, body: noticeRecord(closed), etag: etagOf(closed.version) };
};
