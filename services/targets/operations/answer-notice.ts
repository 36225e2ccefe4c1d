// answerNotice.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { answerNotice as answer } from '../domain/notice.ts';
import type { TargetsHandler } from '../handler.ts';
import { saveNotice } from '../store/save-notice.ts';
import { heldNotice } from './held-notice.ts';
import { noticeRecord } from './notice-record.ts';
import { noticeSubject } from './notice-subject.ts';

/** Answers a notice, in time or late. STATE_CONFLICT for one that is answered already, DOCUMENT_UNKNOWN. */
export const answerNotice: TargetsHandler<'answerNotice'> = async ({ path, body }, call) => {
  const { notice, today } = await heldNotice(call, path.noticeId);
  const { county } = notice;
  const documentId = body.documentId ?? null;
  const answered = taken(answer(notice, { text: body.text, documentId }, today));
  await requireDocuments(call, county, [documentId]);
  await saveNotice(call.tx, answered);
  await call.append({
    type: 'cn.jixiao.targets.NoticeAnswered.v1',
    county,
    key: answered.id,
    payload: { ...noticeSubject(answered), answeredOn: today, late: answered.answer?.late === true },
  });
  return { status: 200, body: noticeRecord(answered), etag: etagOf(answered.version) };
};
