// answerNotice.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { answerNotice as answer } from '../domain/notice.ts';
import type { TargetsHandler } from '../handler.ts';
import { isKnownDocument } from '../store/is-known-document.ts';
import { saveNotice } from '../store/save-notice.ts';
import { lockNotice } from './lock-notice.ts';
import { noticeRecord } from './notice-record.ts';
import { noticeSubject } from './notice-subject.ts';

/** Answers a notice, in time or late. STATE_CONFLICT for one that is answered already, DOCUMENT_UNKNOWN. */
export const answerNotice: TargetsHandler<'answerNotice'> = async ({ path, body }, call) => {
  const notice = await lockNotice(call, path.noticeId);
  const { county } = notice;
  const today = await call.today(county);
  const documentId = body.documentId ?? null;
  const answered = taken(answer(notice, { text: body.text, documentId }, today));
  if (documentId !== null && !(await isKnownDocument(call.tx, county, documentId)))
    throw problem('DOCUMENT_UNKNOWN', { documentId });
  await saveNotice(call.tx, answered);
  await call.append({
    type: 'cn.jixiao.targets.NoticeAnswered.v1',
    county,
    key: answered.id,
    payload: { ...noticeSubject(answered), answeredOn: today, late: answered.answer?.late === true },
  });
  return { status: 200, body: noticeRecord(answered), etag: etagOf(answered.version) };
};
