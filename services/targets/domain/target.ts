// Setting the targets of a plan: every fault at once, or the targets with what indicator and element say of them.
import {
  compare,
  type Decimal,
  decimal,
  decimalOf,
  isNegative,
  multiply,
  round,
  zero,
} from '#kernel/values/decimal.ts';
import { isPeriod, type Period, type PeriodKind } from '#kernel/values/period.ts';
import {
  type Accumulation,
  type Curve,
  type CurvePoint,
  type ElementAccumulation,
  endOfPeriod,
  passedBy,
  periodsBetween,
} from './curve.ts';
import type { Direction } from './light.ts';
import { type PlanFault, type PlanFaultCode, planFault } from './plan-fault.ts';

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

type Report = (pointer: string, code: PlanFaultCode, expected: string) => void;

/** What the values of a target are held against: its element, how they come about, and the periods that are observed. */
type Bounds = {
  readonly element: PlannedElement;
  readonly accumulation: Accumulation;
  readonly periods: readonly Period[];
};

// The sum over a cycle: each period brings a value of the element. It grows as a cumulative value does.
const accumulationOf = ({ aggregation }: PlannedIndicator, element: PlannedElement): Accumulation =>
  aggregation === 'sum' ? 'summed' : element.accumulation;

const checkValue = (
  value: Decimal,
  { element, accumulation }: Bounds,
  passed: number,
  pointer: string,
  report: Report,
): void => {
  const { places } = element;
  const times = decimalOf(accumulation === 'summed' ? passed : 1);
  const [minimum, maximum] = [multiply(element.minimum, times), multiply(element.maximum, times)];
  if (compare(value, minimum) < 0 || compare(value, maximum) > 0)
    report(pointer, 'VALUE_OUT_OF_RANGE', `a value from ${minimum} to ${maximum}`);
  if (round(value, places) !== value) report(pointer, 'VALUE_TOO_PRECISE', `at most ${places} decimal places`);
};

const checkPoints = (points: readonly CurvePoint[], value: Decimal, bounds: Bounds, report: Report): void => {
  const { element, accumulation, periods } = bounds;
  const ends = new Set(periods.map(endOfPeriod));
  points.forEach((point, index) => {
    const at = `/points/${index}`;
    const before = points[index - 1];
    const end = endOfPeriod(point.period);
    if (!ends.has(end)) report(`${at}/period`, 'PERIOD_UNFIT', `the end of a ${element.frequency} of the cycle`);
    if (before !== undefined && end <= endOfPeriod(before.period))
      report(`${at}/period`, 'PERIODS_OUT_OF_ORDER', `a later end than that of ${before.period}`);
    checkValue(point.value, bounds, passedBy(periods, end), `${at}/value`, report);
    if (before !== undefined && accumulation !== 'current' && compare(point.value, before.value) < 0)
      report(`${at}/value`, 'CURVE_FALLS', `at least ${before.value}, since the values are ${accumulation}`);
  });
  if (points.at(-1)?.value !== value)
    report(`/points/${points.length - 1}/value`, 'CURVE_ENDS_ELSEWHERE', `the target's value ${value}`);
};

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
  if (indicator.needsTarget && (value === zero || isNegative(value)))
    report('/value', 'VALUE_NOT_POSITIVE', 'a value above zero, since completion is measured against it');
  const accumulation = accumulationOf(indicator, element);
  const periods = periodsBetween(frame.from, frame.to, element.frequency);
  const bounds = { element, accumulation, periods };
  checkValue(value, bounds, periods.length, '/value', report);
  const curve = readCurve(draft.curve, (pointer, code, expected) => report(`/curve${pointer}`, code, expected));
  if (curve.kind === 'points' && draft.curve.kind === 'points' && curve.points.length === draft.curve.points.length)
    checkPoints(curve.points, value, bounds, (pointer, code, expected) => report(`/curve${pointer}`, code, expected));
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
