// The decision of an organ on confirmed measures, each in the version that the organ saw.
import { canonicalJson, sha256 } from '#kernel/values/canonical-json.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { Act, DecisionEntry, RecordedDecision } from '#kernel/values/recorded-decision.ts';
import { enterDecision, releaseDecision } from '#kernel/values/recorded-decision.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { decideMeasure, type Measure } from './measure.ts';

/** A measure in a version. */
export type DecidedMeasure = { readonly measureId: string; readonly version: number };

/** What is recorded. */
export interface MeasureDecisionDraft {
  readonly county: string;
  readonly cycleId: string;
  readonly decision: RecordedDecision;
  readonly measures: readonly DecidedMeasure[];
}

/** The recorded decision. Its measures are in the order of their ids. */
export interface MeasureDecision extends DecisionEntry {
  readonly id: string;
  readonly county: string;
  readonly cycleId: string;
  readonly version: number;
  readonly measures: readonly DecidedMeasure[];
}

type RecordRefusal =
  | 'DECISION_DATE_AHEAD'
  | 'DECISION_DATE_EARLY'
  | 'MEASURE_UNKNOWN'
  | 'ORGAN_NOT_COMPETENT'
  | 'STATE_CONFLICT'
  | 'DECIDED_RECORD_CHANGED';

const changed = (measureId: string): Result<never, 'DECIDED_RECORD_CHANGED'> =>
  refused('DECIDED_RECORD_CHANGED', { what: `措施 ${measureId} ` });

const fitsDecision = (
  draft: MeasureDecisionDraft,
  { measureId, version }: DecidedMeasure,
  measure: Measure | undefined,
): Result<Measure, RecordRefusal> => {
  if (measure === undefined || measure.cycleId !== draft.cycleId) return refused('MEASURE_UNKNOWN', { measureId });
  const { organ } = draft.decision;
  if (measure.rule.organ !== organ)
    return refused('ORGAN_NOT_COMPETENT', { measureId, wanted: measure.rule.organ, organ }, '/decision/organ');
  // Tried here already, so that nothing is recorded that could never be released.
  const decided = decideMeasure(measure, { id: '', decidedOn: draft.decision.decidedOn });
  if (!decided.ok) return decided;
  return measure.version === version ? accepted(measure) : changed(measureId);
};

/** The measures by their ids. */
const inOrder = (measures: readonly DecidedMeasure[]): readonly DecidedMeasure[] =>
  measures.toSorted((a, b) => (a.measureId < b.measureId ? -1 : 1));

/** The id of a decision: what an organ decided by which document on which versions of measures. */
const decisionId = ({ county, cycleId, decision, measures }: MeasureDecisionDraft): string =>
  businessId('measure-decision', county, cycleId, sha256(canonicalJson({ decision, measures: inOrder(measures) })));

/** The newest day on which one of the measures was confirmed: no organ decides on what is not put to it. */
const lastConfirmed = (measures: readonly Measure[]): IsoDate | undefined =>
  measures
    .flatMap(({ opinion }) => opinion?.on ?? [])
    .toSorted()
    .at(-1);

/**
 * Records a decision on confirmed measures of one cycle, by the organ that their rules name. `known` holds the measures that
 * the draft names, by id. A measure named twice is MEASURE_UNKNOWN the second time.
 */
export const recordMeasureDecision = (
  draft: MeasureDecisionDraft,
  known: ReadonlyMap<string, Measure>,
  act: Act,
): Result<MeasureDecision, RecordRefusal> => {
  const named = new Map<string, Measure>();
  for (const each of draft.measures) {
    const { measureId } = each;
    const fit = fitsDecision(draft, each, named.has(measureId) ? undefined : known.get(measureId));
    if (!fit.ok) return fit;
    named.set(measureId, fit.value);
  }
  const entered = enterDecision(draft.decision, act, { notBefore: lastConfirmed([...named.values()]) });
  if (!entered.ok) return entered;
  const { county, cycleId } = draft;
  const measures = inOrder(draft.measures);
  return accepted({ ...entered.value, id: decisionId(draft), county, cycleId, version: 1, measures });
};

/** What a release changes. */
export interface Released {
  readonly decision: MeasureDecision;
  readonly measures: readonly Measure[];
}

/** Releases a decision by a second person and decides all its measures together, or none (DECIDED_RECORD_CHANGED). */
export const releaseMeasureDecision = (
  decision: MeasureDecision,
  known: ReadonlyMap<string, Measure>,
  act: Act,
): Result<Released, 'STATE_CONFLICT' | 'RELEASE_BY_RECORDER' | 'DECIDED_RECORD_CHANGED'> => {
  const released = releaseDecision(decision, act);
  if (!released.ok) return released;
  const measures: Measure[] = [];
  for (const { measureId, version } of decision.measures) {
    const measure = known.get(measureId);
    if (measure === undefined || measure.version !== version) return changed(measureId);
    const decided = decideMeasure(measure, { id: decision.id, decidedOn: decision.decision.decidedOn });
    if (!decided.ok) return changed(measureId);
    measures.push(decided.value);
  }
  return accepted({ decision: { ...decision, ...released.value, version: decision.version + 1 }, measures });
};
