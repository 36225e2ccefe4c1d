// A self-contained trial: an indicator system, units, observations and targets to sheets, with nothing stored.
import { decimal, isDecimal } from '#kernel/values/decimal.ts';
import { type Period, periodKind } from '#kernel/values/period.ts';
import { type Checked, type FaultList, faultList } from '#kernel/values/scheme/fault.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import { readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';
import { monthsBetween } from './cycle-periods.ts';
import type { Observation } from './observation.ts';
import { scoreRun } from './score-run.ts';
import type { AssessedUnit, ScoredTarget, ScoreSheet } from './score-sheet.ts';

/** What a trial is given, as it is written on the wire; the contract's schema has shaped it, nothing else is trusted. */
export type TrialInput = {
  readonly indicatorSystem: Written<IndicatorSystem>;
  readonly from: Period;
  readonly to: Period;
  readonly units: readonly AssessedUnit[];
  readonly observations: readonly Written<Omit<Observation, 'correction'>>[];
  readonly targets: readonly Written<ScoredTarget>[];
};

/** The most months that a trial may span, the first and the last included: no cycle is longer than a term of office of five years. */
export const trialMonthsMax = 60;

const monthsSpanned = (from: Period, to: Period): number => {
  const [first, last] = [from, to].map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)));
  return (last ?? 0) - (first ?? 0) + 1;
};

type Valued<Item> = Omit<Item, 'value'> & { readonly value: ReturnType<typeof decimal> };

const readValues = <Item extends { readonly value: string }>(
  items: readonly Item[],
  pointer: string,
  faults: FaultList,
): readonly Valued<Item>[] =>
  items.flatMap((item, index) => {
    if (isDecimal(item.value)) return [{ ...item, value: decimal(item.value) }];
    faults.add(`${pointer}/${index}/value`, 'DECIMAL_MALFORMED');
    return [];
  });

const checkMonths = (from: Period, to: Period, faults: FaultList): readonly Period[] => {
  const [first, last] = [from, to].map((month) => periodKind(month) === 'month');
  if (first !== true) faults.add('/from', 'MONTH_EXPECTED', { from });
  if (last !== true) faults.add('/to', 'MONTH_EXPECTED', { to });
  if (first !== true || last !== true) return [];
  const months = monthsSpanned(from, to);
  if (months < 1) faults.add('/to', 'RANGE_REVERSED', { from, to });
  else if (months > trialMonthsMax) faults.add('/to', 'MONTHS_TOO_MANY', { months, limit: trialMonthsMax });
  else return monthsBetween(from, to);
  return [];
};

/** Observations and targets of a trial must be of its own units and indicators: a name that is misspelt would else count as missing. */
const checkReferences = (input: TrialInput, faults: FaultList): void => {
  const units = new Set(input.units.map(({ unitId }) => unitId));
  const elements = new Set(input.indicatorSystem.indicators.map(({ elementCode }) => elementCode));
  const indicators = new Set(input.indicatorSystem.indicators.map(({ code }) => code));
  const targeted = new Set<string>();
  input.observations.forEach(({ unitId, elementCode }, index) => {
    if (!units.has(unitId)) faults.add(`/observations/${index}/unitId`, 'UNKNOWN_UNIT', { unitId });
    if (!elements.has(elementCode))
      faults.add(`/observations/${index}/elementCode`, 'UNKNOWN_INDICATOR', { elementCode });
  });
  input.targets.forEach(({ unitId, indicatorCode }, index) => {
    const key = JSON.stringify([unitId, indicatorCode]);
    if (!units.has(unitId)) faults.add(`/targets/${index}/unitId`, 'UNKNOWN_UNIT', { unitId });
    if (!indicators.has(indicatorCode))
      faults.add(`/targets/${index}/indicatorCode`, 'UNKNOWN_INDICATOR', { indicatorCode });
    if (targeted.has(key)) faults.add(`/targets/${index}`, 'DUPLICATE', { unitId, indicatorCode });
    targeted.add(key);
  });
};

/** Runs a trial: the sheets, or every fault of the system (below /indicatorSystem), the months, the references and the run. */
export const runTrial = (input: TrialInput): Checked<readonly ScoreSheet[]> => {
  const faults = faultList();
  const system = readIndicatorSystem(input.indicatorSystem);
  if (!system.ok)
    for (const { pointer, code, params } of system.faults) faults.add(`/indicatorSystem${pointer}`, code, params);
  const months = checkMonths(input.from, input.to, faults);
  const observations = readValues(input.observations, '/observations', faults);
  const targets = readValues(input.targets, '/targets', faults);
  checkReferences(input, faults);
  if (!system.ok || faults.all().length > 0) return { ok: false, faults: faults.all() };
  return scoreRun({ system: system.value, months, units: input.units, observations, targets });
};
