// The clocks of objections: how long units may object to their scores, and how long the decision of each may take.
import type { IsoDate } from '#kernel/values/date.ts';
import { type WorkingDayLimit, workingDayDeadline } from '#kernel/values/deadline.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { WorkingCalendar } from '#kernel/values/working-days.ts';
import { type Cycle, type CycleEvent, unless } from './cycle.ts';

/** The limit of decisions with its start: the receipt of each objection, or the end of the time for all; left out, the latter. */
export type DecisionLimit = WorkingDayLimit & { readonly from?: 'receipt' | 'end-of-objections' };

/** The limits of the objection track, as the cycle's rule data state them. */
export type ObjectionLimits = { readonly objection: WorkingDayLimit; readonly objectionDecision: DecisionLimit };

/**
 * Notifies the units of their scores; objections run from that day. The decision of the last one is due so many days after the end
 * of that time by either start: an objection may be received on its last day.
 */
export const notifyScores = (
  cycle: Cycle,
  on: IsoDate,
  limits: ObjectionLimits,
  calendar: WorkingCalendar,
): Result<CycleEvent, 'STATE_CONFLICT'> => {
  const conflict = unless(cycle, 'scored');
  if (conflict !== undefined) return conflict;
  if (cycle.finalRunId === null) throw new Error('a scored cycle has no final run');
  const objections = workingDayDeadline(calendar, limits.objection, on);
  const decisions = workingDayDeadline(calendar, limits.objectionDecision, objections.due);
  return accepted({
    type: 'ScoresNotified',
    runId: cycle.finalRunId,
    notifiedOn: on,
    objectionsDueOn: objections.due,
    decisionsDueOn: decisions.due,
  });
};

/** The last day for the decision of an objection (杭州市绩效管理条例 art 25: 收到申请后…在十个工作日内作出复核决定). */
export const decisionDueOn = (
  limit: DecisionLimit,
  { raisedOn, decisionsDueOn }: { readonly raisedOn: IsoDate; readonly decisionsDueOn: IsoDate },
  calendar: WorkingCalendar,
): IsoDate => (limit.from === 'receipt' ? workingDayDeadline(calendar, limit, raisedOn).due : decisionsDueOn);

/** Closes the objections once their time is over and none is open; before the end of the due day it is still running (E22). */
export const closeObjections = (
  cycle: Cycle,
  today: IsoDate,
  openObjections: number,
): Result<CycleEvent, 'STATE_CONFLICT' | 'OBJECTION_TIME_RUNNING' | 'OBJECTIONS_OPEN'> => {
  const conflict = unless(cycle, 'notified');
  if (conflict !== undefined) return conflict;
  if (cycle.objectionsDueOn === null) throw new Error('a notified cycle has no due day of objections');
  if (today <= cycle.objectionsDueOn) return refused('OBJECTION_TIME_RUNNING', { dueOn: cycle.objectionsDueOn });
  if (openObjections > 0) return refused('OBJECTIONS_OPEN', { count: openObjections });
  return accepted({ type: 'ObjectionsClosed' });
};
