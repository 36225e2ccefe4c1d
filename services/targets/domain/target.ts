// Setting the targets of a plan: every fault at once, or the targets with what indicator and element say of them.
import { type Decimal, decimal, zero } from '#kernel/values/decimal.ts';
import { isPeriod, type Period, type PeriodKind } from '#kernel/values/period.ts';
import { type Accumulation, type Curve, type CurvePoint, type ElementAccumulation, periodsBetween } from './curve.ts';
import type { Direction } from './light.ts';
import { type PlanFault, planFault } from './plan-fault.ts';
import { checkPoints, checkTargetValue, type Report } from './target-bounds.ts';

/** A target as a plan writes it. */
export type TargetDraft = {
  readonly indicatorCode: string;
  readonly value: string;
  readonly curve:
    | { readonly kind: 'even' }
    | { readonly kind: 'points'; readonly points: readonly { readonly period: string; readonly value: string }[] };
};

/** A target of a plan. */
export type Target = {
  readonly indicatorCode: string;
  readonly elementCode: string;
  readonly direction: Direction;
  readonly accumulation: Accumulation;
  readonly frequency: PeriodKind;
  readonly value: Decimal;
  readonly curve: Curve;
};

/** An indicator as far as a target needs it. */
export type PlannedIndicator = {
  readonly code: string;
  readonly elementCode: string;
  readonly direction: Direction;
  readonly aggregation: 'latest' | 'sum' | 'mean';
  readonly needsTarget: boolean;
  /** The points of the unit's class; zero where it is not assessed by the indicator. */
  readonly weight: Decimal;
};

/** A data element as far as a target needs it. */
export type PlannedElement = {
  readonly code: string;
  readonly places: number;
  readonly accumulation: ElementAccumulation;
  readonly frequency: PeriodKind;
  readonly minimum: Decimal;
  readonly maximum: Decimal;
};

/** What a plan's targets are held against. */
export type PlanFrame = {
  readonly from: Period;
  readonly to: Period;
  readonly indicators: ReadonlyMap<string, PlannedIndicator>;
  readonly elements: ReadonlyMap<string, PlannedElement>;
};

// The sum over a cycle: each period brings a value of the element. It grows as a cumulative value does.
const accumulationOf = ({ aggregation }: PlannedIndicator, element: PlannedElement): Accumulation =>
  aggregation === 'sum' ? 'summed' : element.accumulation;

const readCurve = (curve: TargetDraft['curve'], report: Report): Curve => {
  if (curve.kind === 'even') return { kind: 'even' };
  const points: CurvePoint[] = [];
  curve.points.forEach(({ period, value }, index) => {
    if (isPeriod(period)) points.push({ period, value: decimal(value) });
    else report(`/points/${index}/period`, 'PERIOD_UNFIT', 'a month, a quarter or a year from 1900 to 2199');
  });
  return { kind: 'points', points };
};

const setTarget = (draft: TargetDraft, frame: PlanFrame, report: Report): Target | undefined => {
  const indicator = frame.indicators.get(draft.indicatorCode);
  if (indicator === undefined) {
    report('/indicatorCode', 'INDICATOR_UNKNOWN', "an indicator of the cycle's system");
    return undefined;
  }
  if (indicator.weight === zero)
    report('/indicatorCode', 'NOT_ASSESSED', "an indicator that has a weight for the unit's class");
  const element = frame.elements.get(indicator.elementCode);
  if (element === undefined) {
    report(
      '/indicatorCode',
      'ELEMENT_UNKNOWN',
      `the data element ${indicator.elementCode}, which is not known here yet`,
    );
    return undefined;
  }
  const value = decimal(draft.value);
  const accumulation = accumulationOf(indicator, element);
  const periods = periodsBetween(frame.from, frame.to, element.frequency);
  const bounds = { element, accumulation, periods };
  const right = checkTargetValue(value, indicator.needsTarget, bounds, report);
  const curve = readCurve(draft.curve, (pointer, code, expected) => report(`/curve${pointer}`, code, expected));
  if (curve.kind === 'points' && draft.curve.kind === 'points' && curve.points.length === draft.curve.points.length)
    checkPoints(curve.points, { value, right }, bounds, (pointer, code, expected) =>
      report(`/curve${pointer}`, code, expected),
    );
  const { elementCode, direction } = indicator;
  const { frequency } = element;
  return { indicatorCode: indicator.code, elementCode, direction, accumulation, frequency, value, curve };
};

/** Sets the targets of a plan. Pointers lead into its content: `/targets/0/value`. */
export const setTargets = (
  drafts: readonly TargetDraft[],
  frame: PlanFrame,
): { readonly targets: readonly Target[]; readonly faults: readonly PlanFault[] } => {
  const faults: PlanFault[] = [];
  const targets = drafts.flatMap((draft, index) => {
    const at = `/targets/${index}`;
    if (drafts.findIndex(({ indicatorCode }) => indicatorCode === draft.indicatorCode) < index)
      faults.push(planFault(`${at}/indicatorCode`, 'INDICATOR_TWICE', 'each indicator once'));
    const target = setTarget(draft, frame, (pointer, code, expected) =>
      faults.push(planFault(`${at}${pointer}`, code, expected)),
    );
    return target === undefined ? [] : [target];
  });
  return { targets, faults };
};

/** The indicators of the unit's class that score against a target and have none here, in the order of their codes. */
export const missingTargets = (
  indicators: Iterable<PlannedIndicator>,
  targets: readonly { readonly indicatorCode: string }[],
): readonly string[] => {
  const set = new Set(targets.map(({ indicatorCode }) => indicatorCode));
  return [...indicators]
    .filter(({ code, needsTarget, weight }) => needsTarget && weight !== zero && !set.has(code))
    .map(({ code }) => code)
    .toSorted();
};
