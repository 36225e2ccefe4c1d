// The answer to an objection: values that are corrected and scored again, points where no rule has computed any, or reasons.
import type { IsoDate } from '#kernel/values/date.ts';
import { add, type Decimal, isGreater, isLess, isRounded, sum, zero } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { ruleTitle } from '#kernel/values/scheme/rules/rule.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import type { Cycle } from './cycle.ts';
import type { Objection } from './objection.ts';
import type { Correction } from './scoring/correction.ts';
import { appliedRule, type MarkedBy, marksOf, possiblePoints } from './scoring/item-marks.ts';
import type { ObservationsByPeriod } from './scoring/observation.ts';
import type { Adjustment, ScoreItem, ScoreSheet } from './scoring/score-sheet.ts';
import { sheetRoom } from './scoring/sheet-room.ts';
import { cycleStateNames, objectionStateNames } from './state-names.ts';

/** A value of the item's data element in a period, as it is right. */
export type CorrectedValue = { readonly period: Period; readonly value: Decimal };

/**
 * How an objection is answered. Accepting it corrects values, which the rule scores again, or adds a line of points where no value has
 * been scored.
 */
export type ObjectionAnswer =
  | {
      readonly outcome: 'accepted';
      readonly points?: Decimal;
      readonly correctedValues?: readonly CorrectedValue[];
      readonly documentId: string;
      readonly reason: string;
    }
  | { readonly outcome: 'refused'; readonly documentId: string; readonly reason: string };

/** What follows from an answer; a late one counts, and says that it is late. */
export type ObjectionDecided = {
  readonly objection: Objection;
  readonly late: boolean;
  readonly adjustment: Adjustment | null;
  readonly corrections: readonly Correction[];
};

/** What the values of a data element are held to. */
export type ElementBounds = { readonly places: number; readonly minimum: Decimal; readonly maximum: Decimal };

/** Facts of the answer: the cycle, the sheet objected to, the system that it was scored by, the new line's id, and the day. */
export type AnswerFacts = {
  readonly cycle: Cycle;
  readonly sheet: ScoreSheet;
  readonly system: MarkedBy;
  readonly adjustmentId: string;
  readonly on: IsoDate;
  /** The periods that the indicator takes values of, and what the unit has of its element, with the corrections before. */
  readonly expected: readonly Period[];
  readonly observed: ObservationsByPeriod;
  /** What the element's values are held to; undefined where nobody has said it. */
  readonly bounds?: ElementBounds | undefined;
};

type Refusals = 'STATE_CONFLICT' | 'VALUE_INVALID' | 'POINTS_BY_RULE';
type Acceptance = Extract<ObjectionAnswer, { outcome: 'accepted' }>;
type Change = Pick<ObjectionDecided, 'adjustment' | 'corrections'>;

// More numbers than this say less than the first and the last of them.
const shownMarks = 12;

const rangeText = (item: ScoreItem, system: MarkedBy): string => {
  const [points, { least, most }] = [possiblePoints(item, system), marksOf(item, system)];
  return points === undefined || points.length > shownMarks ? `${least} 至 ${most}` : points.join('、');
};

const pointsFault = (
  points: Decimal,
  item: ScoreItem,
  { sheet, system }: Pick<AnswerFacts, 'sheet' | 'system'>,
): string | undefined => {
  if (points === zero) return '采纳异议须改变得分';
  if (!isRounded(points, system.precision)) return `最多保留 ${system.precision} 位小数`;
  const lines = sheet.adjustments.filter(({ indicatorCode }) => indicatorCode === item.indicatorCode);
  const after = add(item.points, sum([...lines.map((line) => line.points), points]));
  const { least, most } = marksOf(item, system);
  const possible = possiblePoints(item, system)?.includes(after) ?? true;
  if (!possible || isLess(after, least) || isGreater(after, most))
    return `调整后得分 ${after} 不在可得范围 ${rangeText(item, system)}`;
  const total = add(sheet.total, points);
  const room = sheetRoom(sheet, system);
  // Points may be taken away from a sheet that is beyond its room.
  return isGreater(points, zero) && isGreater(total, room) ? `调整后总分 ${total} 超过可得总分 ${room}` : undefined;
};

const addLine = (
  points: Decimal,
  item: ScoreItem,
  answer: Acceptance,
  facts: AnswerFacts,
): Result<Change, Refusals> => {
  const { sheet, system, adjustmentId } = facts;
  const { indicatorCode } = item;
  if (item.status === 'scored') {
    const rule = ruleTitle(appliedRule(item, system).rule.type);
    return refused('POINTS_BY_RULE', { indicatorCode, rule, possible: rangeText(item, system) }, '/points');
  }
  const fault = pointsFault(points, item, facts);
  if (fault !== undefined) return refused('VALUE_INVALID', { field: 'points', reason: fault }, '/points');
  const { documentId, reason } = answer;
  const { unitId } = sheet;
  const adjustment = { adjustmentId, unitId, indicatorCode, kind: 'objection', points, documentId, reason } as const;
  return accepted({ adjustment, corrections: [] });
};

const valueFault = (
  { period, value }: CorrectedValue,
  others: readonly CorrectedValue[],
  { expected, observed, bounds }: AnswerFacts,
): readonly [field: 'period' | 'value', reason: string] | undefined => {
  if (!expected.includes(period)) return ['period', `${period} 不是该指标的数据期`];
  if (others.some((one) => one.period === period)) return ['period', `${period} 重复`];
  const known = observed.get(period);
  // Nobody could tell which of two accepted objections is right.
  if (known?.correction !== undefined) return ['period', `${period} 已按另一异议更正`];
  if (bounds !== undefined && !isRounded(value, bounds.places)) return ['value', `最多保留 ${bounds.places} 位小数`];
  if (bounds !== undefined && (isLess(value, bounds.minimum) || isGreater(value, bounds.maximum)))
    return ['value', `不在范围 ${bounds.minimum} 至 ${bounds.maximum}`];
  return known?.value === value ? ['value', `${period} 已是此数值`] : undefined;
};

const correct = (
  values: readonly CorrectedValue[],
  { elementCode }: ScoreItem,
  { documentId }: Acceptance,
  objection: Objection,
  facts: AnswerFacts,
): Result<Change, Refusals> => {
  for (const [index, one] of values.entries()) {
    const fault = valueFault(one, values.slice(0, index), facts);
    if (fault === undefined) continue;
    const [field, reason] = fault;
    return refused('VALUE_INVALID', { field, reason }, `/correctedValues/${index}/${field}`);
  }
  const { objectionId, unitId } = objection;
  return accepted({
    adjustment: null,
    corrections: values.map(({ period, value }) => ({ objectionId, documentId, unitId, elementCode, period, value })),
  });
};

const changeBy = (answer: Acceptance, objection: Objection, facts: AnswerFacts): Result<Change, Refusals> => {
  const { unitId, indicatorCode } = objection;
  const item = facts.sheet.items.find((own) => own.indicatorCode === indicatorCode);
  if (item === undefined) throw new Error(`the sheet of ${unitId} has no item ${indicatorCode}`);
  const { points, correctedValues = [] } = answer;
  if (points !== undefined && correctedValues.length > 0)
    return refused('VALUE_INVALID', { field: 'points', reason: '更正数值时得分由规则计算' }, '/points');
  if (points !== undefined) return addLine(points, item, answer, facts);
  if (correctedValues.length > 0) return correct(correctedValues, item, answer, objection, facts);
  return refused('VALUE_INVALID', { field: 'correctedValues', reason: '采纳异议须更正数值' }, '/correctedValues');
};

/**
 * Answers a raised objection. POINTS_BY_RULE for points on an item whose value a rule has scored: there the value is corrected.
 * VALUE_INVALID: points that change nothing, are too precise, or that the rule or the sheet can't come to; a value that changes
 * nothing, of a period that the indicator doesn't take, twice, or corrected by another objection.
 */
export const decideObjection = (
  objection: Objection,
  answer: ObjectionAnswer,
  facts: AnswerFacts,
): Result<ObjectionDecided, Refusals> => {
  const { cycle, on } = facts;
  if (objection.state !== 'raised')
    return stateConflict('异议', objectionStateNames[objection.state], objectionStateNames.raised);
  if (cycle.state !== 'notified')
    return stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.notified);
  const late = on > objection.dueOn;
  if (answer.outcome === 'refused')
    return accepted({ objection: { ...objection, state: 'refused' }, late, adjustment: null, corrections: [] });
  const change = changeBy(answer, objection, facts);
  return change.ok ? accepted({ objection: { ...objection, state: 'accepted' }, late, ...change.value }) : change;
};
