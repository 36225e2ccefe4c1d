// Reads a written indicator system: every fault at once, or the system with its decimals normalised.
import { compare, type Decimal, decimal, isDecimal, isNegative, isRounded, sum, zero } from '../decimal.ts';
import { ownValue } from '../own.ts';
import { pointerTo } from '../pointer.ts';
import { type Checked, type FaultList, faultList } from './fault.ts';
import type { Indicator, IndicatorSystem, Written } from './indicator-system.ts';
import { checkRule, isRankRule, pointConstants, type Rule } from './rules/rule.ts';

/** The most decimal places that a system may publish its points with. */
export const pointPlacesMax = 6;

/** The most decimal places that a mean of observations may be taken with. */
const meanPlacesMax = 10;

/** Every field of a system or of a rule that holds a decimal; the numbers under `weights` are decimals too. */
export const decimalFields: ReadonlySet<string> = new Set([
  'total',
  'cap',
  'floor',
  'best',
  'worst',
  'threshold',
  'share',
  'otherwise',
  'perEvent',
]);

const readDecimals = (value: unknown, pointer: string, faults: FaultList, all = false): unknown => {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => readDecimals(item, `${pointer}/${index}`, faults));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => {
      const at = pointerTo(pointer, name);
      if (!all && !decimalFields.has(name)) return [name, readDecimals(field, at, faults, name === 'weights')];
      if (isDecimal(field)) return [name, decimal(field)];
      faults.add(at, 'DECIMAL_MALFORMED');
      return [name, zero];
    }),
  );
};

const checkCodes = (items: readonly { readonly code: string }[], pointer: string, faults: FaultList): Set<string> => {
  const codes = new Set<string>();
  if (items.length === 0) faults.add(pointer, 'EMPTY');
  items.forEach(({ code }, index) => {
    if (codes.has(code)) faults.add(`${pointer}/${index}/code`, 'DUPLICATE', { code });
    codes.add(code);
  });
  return codes;
};

/** Points are shown at the precision of the system, and so is every constant that may become points without a rounding. */
const checkPlaces = (points: Decimal, places: number, pointer: string, faults: FaultList): void => {
  if (!isRounded(points, places)) faults.add(pointer, 'PRECISION_INVALID', { points, places });
};

const checkWeights = (
  indicator: Indicator,
  classes: ReadonlySet<string>,
  precision: number,
  pointer: string,
  faults: FaultList,
): void => {
  for (const code of classes) {
    if (!Object.hasOwn(indicator.weights, code)) faults.add(`${pointer}/weights`, 'WEIGHT_MISSING', { class: code });
  }
  for (const [code, weight] of Object.entries(indicator.weights)) {
    const at = pointerTo(`${pointer}/weights`, code);
    if (!classes.has(code)) faults.add(at, 'UNKNOWN_CLASS', { class: code });
    if (isNegative(weight)) faults.add(at, 'WEIGHT_NEGATIVE', { weight });
    checkPlaces(weight, precision, at, faults);
  }
};

const checkAggregation = ({ aggregation }: Indicator, pointer: string, faults: FaultList): void => {
  if (!Number.isInteger(aggregation.mayLack) || aggregation.mayLack < 0)
    faults.add(`${pointer}/aggregation/mayLack`, 'NEGATIVE');
  if (aggregation.method === 'mean' && !(aggregation.precision >= 0 && aggregation.precision <= meanPlacesMax)) {
    faults.add(`${pointer}/aggregation/precision`, 'PRECISION_INVALID', { places: meanPlacesMax });
  }
};

const checkSystem = (system: IndicatorSystem, faults: FaultList): void => {
  const { precision, total } = system;
  if (!Number.isInteger(precision) || precision < 0 || precision > pointPlacesMax) {
    faults.add('/precision', 'PRECISION_INVALID', { places: pointPlacesMax });
    return;
  }
  if (compare(total, zero) <= 0) faults.add('/total', 'NOT_POSITIVE');
  checkPlaces(total, precision, '/total', faults);
  const dimensions = checkCodes(system.dimensions, '/dimensions', faults);
  const classes = checkCodes(system.classes, '/classes', faults);
  checkCodes(system.indicators, '/indicators', faults);
  system.indicators.forEach((indicator, index) => {
    const pointer = `/indicators/${index}`;
    if (!dimensions.has(indicator.dimensionCode)) {
      faults.add(`${pointer}/dimensionCode`, 'UNKNOWN_DIMENSION', { dimension: indicator.dimensionCode });
    }
    checkWeights(indicator, classes, precision, pointer, faults);
    checkAggregation(indicator, pointer, faults);
    const check = (rule: Rule, at: string): void => {
      checkRule(rule, indicator.direction, at, faults);
      for (const [name, points] of Object.entries(pointConstants(rule)))
        checkPlaces(points, precision, `${at}/${name}`, faults);
    };
    check(indicator.rule, `${pointer}/rule`);
    if (indicator.fallback !== undefined) {
      if (isRankRule(indicator.fallback)) faults.add(`${pointer}/fallback`, 'FALLBACK_IS_A_RANK_RULE');
      check(indicator.fallback, `${pointer}/fallback`);
    }
  });
  for (const dimension of dimensions) {
    if (!system.indicators.some((indicator) => indicator.dimensionCode === dimension))
      faults.add('/dimensions', 'EMPTY', { dimension });
  }
  system.classes.forEach(({ code }, index) => {
    const weights = classWeights(system, code);
    const reached = sum(weights);
    if (reached !== total) faults.add(`/classes/${index}`, 'WEIGHTS_DO_NOT_SUM', { class: code, total, sum: reached });
  });
};

/** What an indicator counts for a class; nothing where the class is not assessed by it. */
export const weightOf = ({ weights }: Indicator, classCode: string): Decimal => ownValue(weights, classCode) ?? zero;

/** The weights of a class, in the order of the indicators. */
export const classWeights = (system: IndicatorSystem, classCode: string): readonly Decimal[] =>
  system.indicators.map((indicator) => weightOf(indicator, classCode));

/** The weight of a dimension for a class: the sum of its indicators' weights. */
export const dimensionWeight = (system: IndicatorSystem, dimension: string, classCode: string): Decimal =>
  sum(
    system.indicators
      .filter((indicator) => indicator.dimensionCode === dimension)
      .map((indicator) => weightOf(indicator, classCode)),
  );

/**
 * Reads an indicator system from its wire form, which the contract's schema has already shaped.
 * Returns every fault with its pointer: decimals that are none, codes twice, unknown dimensions and classes, weights that do not
 * sum to the total for each class, rules whose numbers contradict each other.
 */
export const readIndicatorSystem = (written: Written<IndicatorSystem>): Checked<IndicatorSystem> => {
  const faults = faultList();
  const system = readDecimals(written, '', faults) as IndicatorSystem;
  if (faults.all().length === 0) checkSystem(system, faults);
  return faults.all().length === 0 ? { ok: true, value: system } : { ok: false, faults: faults.all() };
};
