// notifyScores.

import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import { notifyScores as decide } from '../../domain/objection-clock.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { progressOf } from '../../store/cycle-row.ts';
import { saveCycle } from '../../store/save-cycle.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { cycleRecord } from '../cycle/cycle-record.ts';

/**
 * Notifies the units of their scores: the time for objections of the cycle's rules starts (杭州市绩效管理条例 art 25). STATE_CONFLICT unless the
 * cycle is scored, CALENDAR_YEAR_UNKNOWN.
 */
export const notifyScores: EvaluationHandler<'notifyScores'> = async ({ path }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  call.requireVersion(cycle.version);
  const event = taken(decide(progressOf(cycle), today, cycle.rules.deadlines, stateCouncilCalendar));
  if (event.type !== 'ScoresNotified') throw new Error(`Notifying scores gave ${event.type}.`);
  const saved = await saveCycle(call.tx, cycle, event, {});
  await call.append({
    type: 'cn.jixiao.evaluation.ScoresNotified.v1',
    county: cycle.county,
    key: cycle.id,
    payload: {
      cycleId: cycle.id,
      runId: event.runId,
      notifiedOn: event.notifiedOn,
      objectionsDueOn: event.objectionsDueOn,
    },
  });
  call.about(cycle.id, cycle.county);
  return { status: 200, body: cycleRecord(saved), etag: etagOf(saved.version) };
};
