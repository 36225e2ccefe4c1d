// A measure: a proposal to another organ, and its course from there (model.md §4: proposed, confirmed or dropped, decided,
// delivered, executed).
import { addMonths, type IsoDate } from '#kernel/values/date.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { Grade, MeasureRule } from './measure-rule.ts';

/** The states of a measure. */
export type MeasureState = 'proposed' | 'confirmed' | 'dropped' | 'decided' | 'delivered' | 'executed';

/** A fact that a measure needs and nobody has given. */
export type LackingFact = 'team-members';

/** What was said when the measure was confirmed or dropped, and when. */
export interface MeasureOpinion {
  readonly text: string;
  readonly on: IsoDate;
}

/** The receipt of the HR system: when it carried the measure out, and by which document (文号). */
export interface Execution {
  readonly on: IsoDate;
  readonly document: string;
}

/** A measure. Up to `proposedOn` it never changes; `version` counts the changes of the rest. */
export interface Measure {
  readonly id: string;
  readonly county: string;
  readonly cycleId: string;
  readonly year: number;
  readonly teamId: string;
  readonly organisationId: string;
  readonly placeId: string;
  readonly teamGradeId: string;
  readonly grade: Grade;
  readonly gradeDecisionId: string;
  readonly gradeDocumentId: string;
  readonly ruleSetId: string;
  readonly rule: MeasureRule;
  readonly lacks: readonly LackingFact[];
  readonly proposedOn: IsoDate;
  readonly state: MeasureState;
  readonly version: number;
  readonly opinion: MeasureOpinion | null;
  readonly decisionId: string | null;
  readonly effectFrom: IsoDate | null;
  readonly effectTo: IsoDate | null;
  readonly deliveredOn: IsoDate | null;
  readonly execution: Execution | null;
}

const stateWords: Readonly<Record<MeasureState, string>> = {
  proposed: '已提出',
  confirmed: '已确认',
  dropped: '未采纳',
  decided: '已审定',
  delivered: '已送达',
  executed: '已执行',
};

const moved = (
  measure: Measure,
  from: MeasureState,
  change: Partial<Measure> & { readonly state: MeasureState },
): Result<Measure, 'STATE_CONFLICT'> =>
  measure.state === from
    ? accepted({ ...measure, ...change, version: measure.version + 1 })
    : refused('STATE_CONFLICT', { what: '措施', state: stateWords[measure.state], wanted: stateWords[from] });

/** Confirms a proposed measure, so that its organ can decide on it. */
export const confirmMeasure = (measure: Measure, opinion: MeasureOpinion): Result<Measure, 'STATE_CONFLICT'> =>
  moved(measure, 'proposed', { state: 'confirmed', opinion });

/** Drops a proposed measure with a reason; it stays on record. */
export const dropMeasure = (measure: Measure, reason: MeasureOpinion): Result<Measure, 'STATE_CONFLICT'> =>
  moved(measure, 'proposed', { state: 'dropped', opinion: reason });

/**
 * The last day of an effect of whole months; null for one that is done at once. 民法典 art 202: 到期月的对应日为期间的最后一日；没有对应日的，
 * 月末日为期间的最后一日. The day on which it begins is not counted (art 201).
 */
export const lastDayOfEffect = (from: IsoDate, months: number | null): IsoDate | null =>
  months === null ? null : addMonths(from, months);

/** Makes a confirmed measure effective by a released decision, from the day on which the organ took it. */
export const decideMeasure = (
  measure: Measure,
  decision: { readonly id: string; readonly decidedOn: IsoDate },
): Result<Measure, 'STATE_CONFLICT'> =>
  moved(measure, 'confirmed', {
    state: 'decided',
    decisionId: decision.id,
    effectFrom: decision.decidedOn,
    effectTo: lastDayOfEffect(decision.decidedOn, measure.rule.effectMonths),
  });

/** Notes that the HR system took the measure. */
export const deliverMeasure = (measure: Measure, on: IsoDate): Result<Measure, 'STATE_CONFLICT'> =>
  moved(measure, 'decided', { state: 'delivered', deliveredOn: on });

/** Notes that the HR system carried the measure out. */
export const executeMeasure = (measure: Measure, execution: Execution): Result<Measure, 'STATE_CONFLICT'> =>
  moved(measure, 'delivered', { state: 'executed', execution });
