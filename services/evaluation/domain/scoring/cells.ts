// The cells of a run: each unit's value for each indicator, and what the rule makes of it.
import { type Decimal, zero } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import type { FaultList } from '#kernel/values/scheme/fault.ts';
import type { Indicator, IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { type PeerField, peerField } from '#kernel/values/scheme/peers.ts';
import { weightOf } from '#kernel/values/scheme/read-indicator-system.ts';
import { comparedAmong, isFieldTooSmall, type Rule, ruleNeeds, scoreByRule } from '#kernel/values/scheme/rules/rule.ts';
import type { Among, RuleFacts, RuleScore } from '#kernel/values/scheme/rules/rule-type.ts';
import { expectedPeriods } from './cycle-periods.ts';
import { type Actual, actualOf } from './observation.ts';
import type { ObservationIndex } from './observation-index.ts';
import type { AssessedUnit, ItemTrace, ScoredTarget } from './score-sheet.ts';

/** A unit's value for one indicator; `score` is absent where the value is missing or the class is not assessed by it. */
export type Cell = {
  readonly weight: Decimal;
  readonly assessed: boolean;
  readonly trace: ItemTrace;
  readonly score?: RuleScore;
};

/** What the cells of one indicator are computed from. */
export type CellInput = {
  readonly system: IndicatorSystem;
  readonly units: readonly AssessedUnit[];
  readonly months: readonly Period[];
  readonly observations: ObservationIndex;
  readonly targetOf: (unitId: string, indicatorCode: string) => ScoredTarget | undefined;
};

const nothing: Actual = { value: undefined, observations: [], lacking: [] };
const everyone = '*';

const fieldKey = (among: Among, unit: AssessedUnit): string =>
  among === 'all' ? everyone : among === 'class' ? unit.classCode : unit.groupCode;

/** The fields of an indicator's values, by class, group or for all; only units that have a value stand in them. */
const fieldsOf = (
  rule: Rule,
  indicator: Indicator,
  units: readonly AssessedUnit[],
  actuals: readonly Actual[],
): ReadonlyMap<string, PeerField> => {
  const among = comparedAmong(rule);
  if (among === undefined) return new Map();
  const values = new Map<string, Decimal[]>();
  units.forEach((unit, index) => {
    const value = actuals[index]?.value;
    if (value === undefined) return;
    const key = fieldKey(among, unit);
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  });
  const fields = new Map<string, PeerField>();
  for (const [key, list] of values) {
    const field = peerField(list, indicator.direction);
    if (field !== undefined) fields.set(key, field);
  }
  return fields;
};

const traceOf = (
  rule: Rule,
  actual: Actual,
  target: ScoredTarget | undefined,
  peers: PeerField | undefined,
  score: RuleScore | undefined,
): ItemTrace => {
  const among = comparedAmong(rule);
  return {
    rule: rule.type,
    value: actual.value ?? null,
    observations: actual.observations,
    lacking: actual.lacking,
    target: target === undefined ? null : { targetId: target.targetId, value: target.value },
    peers:
      peers === undefined || among === undefined
        ? null
        : { among, count: peers.count, best: peers.best, worst: peers.worst, rank: score?.rank ?? null },
    share: score?.share ?? null,
    added: score === undefined ? null : score.points,
    limited: score?.limited ?? null,
  };
};

/** A rule of an indicator with the fields that it compares in. */
type Choice = { readonly rule: Rule; readonly fields: ReadonlyMap<string, PeerField> };

/** The rule that scores a unit, with its field: the fallback, if there is one, where its field is too small to rank. */
const appliedTo = (
  unit: AssessedUnit,
  choices: readonly Choice[],
): { readonly rule: Rule; readonly peers: PeerField | undefined } => {
  const fitting = choices.map(({ rule, fields }) => {
    const among = comparedAmong(rule);
    return { rule, peers: among === undefined ? undefined : fields.get(fieldKey(among, unit)) };
  });
  const applied = fitting.find(({ rule, peers }) => !isFieldTooSmall(rule, peers?.count ?? 0)) ?? fitting.at(-1);
  if (applied === undefined) throw new Error('an indicator has no rule');
  return applied;
};

/**
 * The cells of one indicator, one for each unit in their order. What keeps a run from completing is added to the faults:
 * a missing target, one that no completion can be measured against, a field too small to rank without a fallback. A value that is
 * missing stands under the rule that would have scored it.
 */
export const cellsOf = (input: CellInput, indicator: Indicator, faults: FaultList): readonly Cell[] => {
  const { units, months, observations, targetOf } = input;
  const expected = expectedPeriods(months, indicator.aggregation.frequency);
  const weights = units.map((unit) => weightOf(indicator, unit.classCode));
  const actuals = units.map((unit, index) =>
    weights[index] === zero
      ? nothing
      : actualOf(indicator.aggregation, expected, observations.of(unit.unitId, indicator.elementCode)),
  );
  const rules = indicator.fallback === undefined ? [indicator.rule] : [indicator.rule, indicator.fallback];
  const choices = rules.map((rule) => ({ rule, fields: fieldsOf(rule, indicator, units, actuals) }));
  return units.map((unit, unitIndex) => {
    const [weight, actual] = [weights[unitIndex] ?? zero, actuals[unitIndex] ?? nothing];
    const { value } = actual;
    const assessed = weight !== zero;
    const { rule, peers } = assessed ? appliedTo(unit, choices) : { rule: indicator.rule, peers: undefined };
    const unscored: Cell = { weight, assessed, trace: traceOf(rule, actual, undefined, undefined, undefined) };
    if (!assessed || value === undefined) return unscored;
    const target = ruleNeeds(rule).target ? targetOf(unit.unitId, indicator.code) : undefined;
    const facts: RuleFacts = {
      direction: indicator.direction,
      value,
      ...(target === undefined ? {} : { target: target.value }),
      ...(peers === undefined ? {} : { peers }),
    };
    const outcome = scoreByRule(rule, facts);
    if (outcome.kind === 'scored')
      return { weight, assessed, score: outcome, trace: traceOf(rule, actual, target, peers, outcome) };
    faults.add(`/units/${unitIndex}`, outcome.code, { unitId: unit.unitId, indicatorCode: indicator.code });
    return unscored;
  });
};
