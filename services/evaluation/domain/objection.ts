// An objection (得分异议): by a unit, on its notified scores, before approval; the first of the three remedies.
import type { IsoDate } from '#kernel/values/date.ts';
import { absolute, type Decimal, isGreater, round, zero } from '#kernel/values/decimal.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { Cycle } from './cycle.ts';
import type { Adjustment, ScoreSheet } from './scoring/score-sheet.ts';
import { cycleStateNames, objectionStateNames, stateConflict } from './state-names.ts';

export type ObjectionState = keyof typeof objectionStateNames;

/** An objection to one item of a sheet. */
export type Objection = {
  readonly objectionId: string;
  readonly unitId: string;
  readonly indicatorCode: string;
  readonly state: ObjectionState;
  readonly raisedOn: IsoDate;
};

/** What the office sees when a unit objects: the unit's sheet, and the items it objects to already. */
export type ObjectionFacts = { readonly sheet: ScoreSheet; readonly openIndicators: readonly string[] };

/** Raises an objection while scores are notified and the time runs; the due day itself is in time (DEADLINE_PASSED after it). */
export const raiseObjection = (
  cycle: Cycle,
  claim: { readonly objectionId: string; readonly indicatorCode: string; readonly on: IsoDate },
  { sheet, openIndicators }: ObjectionFacts,
): Result<Objection, 'STATE_CONFLICT' | 'DEADLINE_PASSED' | 'VALUE_INVALID' | 'ALREADY_EXISTS'> => {
  const { objectionId, indicatorCode, on } = claim;
  if (cycle.state !== 'notified')
    return stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.notified);
  if (cycle.objectionsDueOn === null) throw new Error('a notified cycle has no due day of objections');
  if (on > cycle.objectionsDueOn) return refused('DEADLINE_PASSED', { what: '提出异议', dueOn: cycle.objectionsDueOn });
  const item = sheet.items.find((own) => own.indicatorCode === indicatorCode);
  if (item === undefined || item.status === 'not-assessed')
    return refused(
      'VALUE_INVALID',
      { field: 'indicatorCode', reason: `得分明细中没有指标 ${indicatorCode}` },
      '/indicatorCode',
    );
  if (openIndicators.includes(indicatorCode)) return refused('ALREADY_EXISTS', { what: '异议' });
  return accepted({ objectionId, unitId: sheet.unitId, indicatorCode, state: 'raised', raisedOn: on });
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

/** Facts of the answer: the cycle, the sheet objected to, the places of points, the new line's id, and the day. */
export type AnswerFacts = {
  readonly cycle: Cycle;
  readonly sheet: ScoreSheet;
  readonly precision: number;
  readonly adjustmentId: string;
  readonly on: IsoDate;
};

const pointsFault = (points: Decimal, weight: Decimal, precision: number): string | undefined => {
  if (points === zero) return '采纳异议须改变得分';
  if (round(points, precision) !== points) return `最多保留 ${precision} 位小数`;
  return isGreater(absolute(points), weight) ? `不得超过该指标的权重 ${weight}` : undefined;
};

/** Answers a raised objection. VALUE_INVALID: no points, too precise, or more than the item's whole weight. */
export const decideObjection = (
  objection: Objection,
  answer: ObjectionAnswer,
  { cycle, sheet, precision, adjustmentId, on }: AnswerFacts,
): Result<ObjectionDecided, 'STATE_CONFLICT' | 'VALUE_INVALID'> => {
  if (objection.state !== 'raised')
    return stateConflict('异议', objectionStateNames[objection.state], objectionStateNames.raised);
  if (cycle.state !== 'notified')
    return stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.notified);
  const late = cycle.decisionsDueOn !== null && on > cycle.decisionsDueOn;
  if (answer.outcome === 'refused')
    return accepted({ objection: { ...objection, state: 'refused' }, late, adjustment: null });
  const { unitId, indicatorCode } = objection;
  const item = sheet.items.find((own) => own.indicatorCode === indicatorCode);
  if (item === undefined) throw new Error(`the sheet of ${unitId} has no item ${indicatorCode}`);
  const { points, documentId, reason } = answer;
  const fault = pointsFault(points, item.weight, precision);
  if (fault !== undefined) return refused('VALUE_INVALID', { field: 'points', reason: fault }, '/points');
  const adjustment: Adjustment = { adjustmentId, unitId, indicatorCode, kind: 'objection', points, documentId, reason };
  return accepted({ objection: { ...objection, state: 'accepted' }, late, adjustment });
};
