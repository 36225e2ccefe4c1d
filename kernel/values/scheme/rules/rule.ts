// The closed set of scoring rules: one line in the type and one in the table for each type.

import type { Decimal } from '../../decimal.ts';
import type { FaultList } from '../fault.ts';
import { type PerEventDeduction, perEventDeduction } from './per-event-deduction.ts';
import { type RankLinear, rankLinear } from './rank-linear.ts';
import { type RatioToBest, ratioToBest } from './ratio-to-best.ts';
import type {
  Among,
  Direction,
  RuleFacts,
  RuleNeeds,
  RuleOutcome,
  RuleRange,
  RuleScore,
  RuleType,
} from './rule-type.ts';
import { type StepTable, stepTable } from './step-table.ts';
import { type TargetCompletion, targetCompletion } from './target-completion.ts';

/** What a scheme states for each type of rule. */
export type RuleData = {
  'target-completion': TargetCompletion;
  'ratio-to-best': RatioToBest;
  'rank-linear': RankLinear;
  'step-table': StepTable;
  'per-event-deduction': PerEventDeduction;
};

const ruleTypes: { readonly [Type in keyof RuleData]: RuleType<RuleData[Type]> } = {
  'target-completion': targetCompletion,
  'ratio-to-best': ratioToBest,
  'rank-linear': rankLinear,
  'step-table': stepTable,
  'per-event-deduction': perEventDeduction,
};

/** The type of a rule, as schemes name it. */
export type RuleName = keyof RuleData;

/** A rule as a scheme states it: its type, and what that type asks for. */
export type Rule<Type extends RuleName = RuleName> = {
  [Name in Type]: { readonly type: Name } & RuleData[Name];
}[Type];

/** The name by which assessment offices know a type of rule. */
export const ruleTitle = (type: RuleName): string => ruleTypes[type].name;

/** What a rule needs beside the value. */
export const ruleNeeds = (rule: Rule): RuleNeeds => ruleTypes[rule.type].needs;

/** The units that a rule compares with; undefined for a rule that compares with none. */
export const comparedAmong = (rule: Rule): Among | undefined => ('among' in rule ? rule.among : undefined);

/** Whether a rule depends on the size of its field, and so may need another to stand in. */
export const isRankRule = (rule: Rule): boolean => 'unitsMin' in rule;

/** Whether a field of so many units with a value is too small for a rule; never for one that ranks nobody. */
export const isFieldTooSmall = (rule: Rule, count: number): boolean => 'unitsMin' in rule && count < rule.unitsMin;

/** Adds every fault in what a rule states. */
export const checkRule = <Type extends RuleName>(
  rule: Rule<Type>,
  direction: Direction,
  pointer: string,
  faults: FaultList,
): void => ruleTypes[rule.type].check(rule, direction, pointer, faults);

/** Every score that a rule can give for an item of a weight, the best first; undefined where any number of its range may come about. */
export const ruleMarks = <Type extends RuleName>(rule: Rule<Type>, weight: Decimal): readonly RuleScore[] | undefined =>
  ruleTypes[rule.type].marks(rule, weight);

/** The constants of a rule that are points, by name. */
export const pointConstants = <Type extends RuleName>(rule: Rule<Type>): Readonly<Record<string, Decimal>> =>
  ruleTypes[rule.type].points(rule);

/** The least and the most that a rule can give. */
export const ruleRange = <Type extends RuleName>(rule: Rule<Type>, direction: Direction): RuleRange =>
  ruleTypes[rule.type].range(rule, direction);

/** Scores a value by a rule; refused where the field is too small or the target says nothing. */
export const scoreByRule = <Type extends RuleName>(rule: Rule<Type>, facts: RuleFacts): RuleOutcome =>
  ruleTypes[rule.type].score(rule, facts);
