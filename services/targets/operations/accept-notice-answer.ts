// acceptNoticeAnswer.
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { acceptAnswer } from '../domain/notice.ts';
import type { TargetsHandler } from '../handler.ts';
import { saveNotice } from '../store/save-notice.ts';
import { heldNotice } from './held-notice.ts';
import { noticeRecord } from './notice-record.ts';
import { noticeSubject } from './notice-subject.ts';

/** Accepts the answer to a notice. STATE_CONFLICT for one that is not answered. */
export const acceptNoticeAnswer: TargetsHandler<'acceptNoticeAnswer'> = async ({ path, body }, call) => {
  const { notice, today } = await heldNotice(call, path.noticeId);
  const { county } = notice;
  const accepted = taken(acceptAnswer(notice, body.opinion, today));
  await saveNotice(call.tx, accepted);
  await call.append({
    type: 'cn.jixiao.targets.NoticeAccepted.v1',
    county,
    key: accepted.id,
    payload: { ...noticeSubject(accepted), acceptedOn: today },
  });
  return { status: 200, body: noticeRecord(accepted), etag: etagOf(accepted.version) };
};
