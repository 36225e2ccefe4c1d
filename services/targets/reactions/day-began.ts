// DayBegan: lights that the day moves, and notices whose due day has passed (exchange rule E20).
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import { markOverdue } from '../domain/notice.ts';
import type { TargetsReaction, TargetsReactionCall } from '../handler.ts';
import { computeLights } from '../lights/compute-lights.ts';
import { findTargetsToReconsider } from '../store/find-targets-to-reconsider.ts';
import { findUnanswered } from '../store/find-unanswered.ts';
import { saveNotice } from '../store/save-notice.ts';
import { announceLight } from './announce-light.ts';

/** The fact that events of a later day wait for. */
export const dayFact = (county: string, date: string): { readonly type: string; readonly key: string } => ({
  type: 'cn.jixiao.integration.DayBegan.v1',
  key: `${county}/${date}`,
});

const markOverdueNotices = async (call: TargetsReactionCall, county: string, today: IsoDate): Promise<void> => {
  for (const notice of await findUnanswered(call.tx, county, today)) {
    const overdue = markOverdue(notice, today);
    if (overdue === undefined) continue;
    await saveNotice(call.tx, overdue);
    const { id: noticeId, cycleId, unitId, placeId, targetId, dueOn } = overdue;
    await call.append({
      type: 'cn.jixiao.targets.NoticeOverdue.v1',
      key: noticeId,
      payload: { noticeId, cycleId, unitId, placeId, targetId, dueOn },
    });
  }
};

/** Moves what the day moves. Days that were left out are made up for, since both look at all that lies behind the day. */
export const dayBegan: TargetsReaction<'cn.jixiao.integration.DayBegan.v1'> = async ({ payload }, call) => {
  const { county, date } = payload;
  const day = isoDate(date);
  const targetIds = await findTargetsToReconsider(call.tx, county, day);
  await computeLights(call.tx, { county, targetIds, day }, announceLight(call));
  await markOverdueNotices(call, county, day);
  await call.arrived(dayFact(county, date));
};
