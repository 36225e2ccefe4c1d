// An objection (得分异议): by a unit, on its notified scores, before approval; the first of the three remedies.
import type { IsoDate } from '#kernel/values/date.ts';
import { add, type Decimal, isGreater, isLess, round, sum, zero } from '#kernel/values/decimal.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import type { WorkingCalendar } from '#kernel/values/working-days.ts';
import type { Cycle } from './cycle.ts';
import { type DecisionLimit, decisionDueOn } from './objection-clock.ts';
import { type MarkedBy, marksOf } from './scoring/item-marks.ts';
import type { Adjustment, ScoreItem, ScoreSheet } from './scoring/score-sheet.ts';
import { sheetRoom } from './scoring/sheet-room.ts';
import { cycleStateNames, objectionStateNames } from './state-names.ts';

export type ObjectionState = keyof typeof objectionStateNames;

/** An objection to one item of a sheet. */
export type Objection = {
  readonly objectionId: string;
  readonly unitId: string;
  readonly indicatorCode: string;
  readonly state: ObjectionState;
  readonly raisedOn: IsoDate;
  /** The last day for its decision. */
  readonly dueOn: IsoDate;
};

/** What the office sees when a unit objects: its sheet, the items it objects to already, and what the rules give for the decision. */
export type ObjectionFacts = {
  readonly sheet: ScoreSheet;
  readonly openIndicators: readonly string[];
  readonly decisionLimit: DecisionLimit;
  readonly calendar: WorkingCalendar;
};

/** Raises an objection while scores are notified and the time runs; the due day itself is in time (DEADLINE_PASSED after it). */
export const raiseObjection = (
  cycle: Cycle,
  claim: { readonly objectionId: string; readonly indicatorCode: string; readonly on: IsoDate },
  { sheet, openIndicators, decisionLimit, calendar }: ObjectionFacts,
): Result<Objection, 'STATE_CONFLICT' | 'DEADLINE_PASSED' | 'VALUE_INVALID' | 'ALREADY_EXISTS'> => {
  const { objectionId, indicatorCode, on } = claim;
  if (cycle.state !== 'notified')
    return stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.notified);
  const { objectionsDueOn, decisionsDueOn } = cycle;
  if (objectionsDueOn === null || decisionsDueOn === null) throw new Error('a notified cycle has no due days');
  if (on > objectionsDueOn) return refused('DEADLINE_PASSED', { what: '提出异议', dueOn: objectionsDueOn });
  const item = sheet.items.find((own) => own.indicatorCode === indicatorCode);
  if (item === undefined || item.status === 'not-assessed')
    return refused(
      'VALUE_INVALID',
      { field: 'indicatorCode', reason: `得分明细中没有指标 ${indicatorCode}` },
      '/indicatorCode',
    );
  if (openIndicators.includes(indicatorCode)) return refused('ALREADY_EXISTS', { what: '异议' });
  const dueOn = decisionDueOn(decisionLimit, { raisedOn: on, decisionsDueOn }, calendar);
  return accepted({ objectionId, unitId: sheet.unitId, indicatorCode, state: 'raised', raisedOn: on, dueOn });
};

/** How an objection is answered; accepting it adds a line of points, up or down, to the sheet. */
export type ObjectionAnswer =
  | { readonly outcome: 'accepted'; readonly points: Decimal; readonly documentId: string; readonly reason: string }
  | { readonly outcome: 'refused'; readonly documentId: string; readonly reason: string };

/** What follows from an answer; a late one counts, and says that it is late. */
export type ObjectionDecided = {
  readonly objection: Objection;
  readonly late: boolean;
  readonly adjustment: Adjustment | null;
};

/** Facts of the answer: the cycle, the sheet objected to, the system that it was scored by, the new line's id, and the day. */
export type AnswerFacts = {
  readonly cycle: Cycle;
  readonly sheet: ScoreSheet;
  readonly system: MarkedBy;
  readonly adjustmentId: string;
  readonly on: IsoDate;
};

const pointsFault = (
  points: Decimal,
  item: ScoreItem,
  { sheet, system }: Pick<AnswerFacts, 'sheet' | 'system'>,
): string | undefined => {
  if (points === zero) return '采纳异议须改变得分';
  if (round(points, system.precision) !== points) return `最多保留 ${system.precision} 位小数`;
  const lines = sheet.adjustments.filter(({ indicatorCode }) => indicatorCode === item.indicatorCode);
  const after = add(item.points, sum([...lines.map((line) => line.points), points]));
  const { least, most } = marksOf(item, system);
  if (isLess(after, least) || isGreater(after, most)) return `调整后得分 ${after} 不在可得范围 ${least} 至 ${most}`;
  const total = add(sheet.total, points);
  const room = sheetRoom(sheet, system);
  // Points may be taken away from a sheet that is beyond its room.
  return isGreater(points, zero) && isGreater(total, room) ? `调整后总分 ${total} 超过可得总分 ${room}` : undefined;
};

/**
 * Answers a raised objection. VALUE_INVALID: no points, too precise, or a line that takes the item beyond what its rule can give or the
 * sheet beyond its room.
 */
export const decideObjection = (
  objection: Objection,
  answer: ObjectionAnswer,
  { cycle, sheet, system, adjustmentId, on }: AnswerFacts,
): Result<ObjectionDecided, 'STATE_CONFLICT' | 'VALUE_INVALID'> => {
  if (objection.state !== 'raised')
    return stateConflict('异议', objectionStateNames[objection.state], objectionStateNames.raised);
  if (cycle.state !== 'notified')
    return stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.notified);
  const late = on > objection.dueOn;
  if (answer.outcome === 'refused')
    return accepted({ objection: { ...objection, state: 'refused' }, late, adjustment: null });
  const { unitId, indicatorCode } = objection;
  const item = sheet.items.find((own) => own.indicatorCode === indicatorCode);
  if (item === undefined) throw new Error(`the sheet of ${unitId} has no item ${indicatorCode}`);
  const { points, documentId, reason } = answer;
  const fault = pointsFault(points, item, { sheet, system });
  if (fault !== undefined) return refused('VALUE_INVALID', { field: 'points', reason: fault }, '/points');
  const adjustment: Adjustment = { adjustmentId, unitId, indicatorCode, kind: 'objection', points, documentId, reason };
  return accepted({ objection: { ...objection, state: 'accepted' }, late, adjustment });
};
