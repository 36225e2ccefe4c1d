// issueNotice.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import { issueNotice as issue, type NoticeGround } from '../domain/notice.ts';
import type { TargetsCall, TargetsHandler } from '../handler.ts';
import { findLights } from '../store/find-lights.ts';
import { findTrackedTarget } from '../store/find-tracked-target.ts';
import { insertNotice } from '../store/insert-notice.ts';
import { isWaitingForAnswer } from '../store/is-waiting-for-answer.ts';
import { cycleOf } from './cycle-of.ts';
import { noticeRecord } from './notice-record.ts';

const groundOf = async (call: TargetsCall, id: string): Promise<NoticeGround> => {
  // The lock keeps the light as it is, and a second notice on the target out, until this one is decided.
  const target = await findTrackedTarget(call.tx, call.caller, id, { lock: true });
  if (target === undefined) throw problem('TARGET_UNKNOWN', { targetId: id });
  const { county, cycleId, unitId, placeId } = target;
  const [light] = await findLights(call.tx, county, id, 1);
  const { lightRules, noticeAnswer } = await cycleOf(call.tx, target);
  return {
    county,
    cycleId,
    unitId,
    placeId,
    targetId: id,
    colour: light?.colour ?? 'grey',
    colours: lightRules.noticeColours,
    answerLimit: noticeAnswer,
    waiting: await isWaitingForAnswer(call.tx, county, id),
  };
};

/**
 * Issues a notice on a target whose light calls for one. TARGET_UNKNOWN, DOCUMENT_UNKNOWN, NOTICE_UNFOUNDED for a green or grey
 * light, STATE_CONFLICT while an earlier notice may still be answered in time, ALREADY_EXISTS for the same document again.
 */
export const issueNotice: TargetsHandler<'issueNotice'> = async ({ body }, call) => {
  const { county, documentId, text } = body;
  const today = await call.today(county);
  const ground = await groundOf(call, body.targetId);
  await requireDocuments(call, county, [documentId]);
  const notice = taken(issue(ground, { documentId, text }, stateCouncilCalendar, today));
  if (!(await insertNotice(call.tx, notice))) throw problem('ALREADY_EXISTS', { what: '告知单' });
  const { id: noticeId, cycleId, unitId, placeId, targetId, colour, issuedOn, dueOn } = notice;
  await call.append({
    type: 'cn.jixiao.targets.NoticeIssued.v1',
    county,
    key: noticeId,
    payload: { noticeId, cycleId, unitId, placeId, targetId, documentId, colour, issuedOn, dueOn },
  });
  call.about(noticeId);
  return { status: 201, body: noticeRecord(notice), etag: etagOf(notice.version) };
};
