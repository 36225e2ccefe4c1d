// The closed set of scoring rules: one line in the type and one in the table for each type.

import type { FaultList } from '../fault.ts';
import { type PerEventDeduction, perEventDeduction } from './per-event-deduction.ts';
import { type RankLinear, rankLinear } from './rank-linear.ts';
import { type RatioToBest, ratioToBest } from './ratio-to-best.ts';
import type { Direction, RuleFacts, RuleNeeds, RuleOutcome, RuleType } from './rule-type.ts';
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

/** A rule, and the one that stands in where a field is too small to rank. */
export type RuleWithFallback = Rule & { readonly fallback?: Rule };

/** The name by which assessment offices know a type of rule. */
export const ruleTitle = (type: RuleName): string => ruleTypes[type].name;

const needsOf = (rule: Rule): RuleNeeds => ruleTypes[rule.type].needs;

/** What a rule or its fallback needs beside the value. */
export const ruleNeeds = (rule: RuleWithFallback): RuleNeeds => {
  const [own, other] = [needsOf(rule), rule.fallback === undefined ? undefined : needsOf(rule.fallback)];
  return { target: own.target || other?.target === true, peers: own.peers || other?.peers === true };
};

/** The units that a rule compares with; undefined for a rule that compares with none. */
export const comparedAmong = (rule: RuleWithFallback): 'all' | 'class' | 'group' | undefined =>
  'among' in rule
    ? rule.among
    : rule.fallback !== undefined && 'among' in rule.fallback
      ? rule.fallback.among
      : undefined;

const checkOne = <Type extends RuleName>(
  rule: Rule<Type>,
  direction: Direction,
  pointer: string,
  faults: FaultList,
): void => ruleTypes[rule.type].check(rule, direction, pointer, faults);

/** Adds every fault of a rule and its fallback; a fallback must not itself depend on the size of the field. */
export const checkRule = (rule: RuleWithFallback, direction: Direction, pointer: string, faults: FaultList): void => {
  checkOne(rule, direction, pointer, faults);
  if (rule.fallback === undefined) return;
  if ('unitsMin' in rule.fallback) faults.add(`${pointer}/fallback`, 'FALLBACK_IS_A_RANK_RULE');
  checkOne(rule.fallback, direction, `${pointer}/fallback`, faults);
};

const scoreOne = <Type extends RuleName>(rule: Rule<Type>, facts: RuleFacts): RuleOutcome =>
  ruleTypes[rule.type].score(rule, facts);

/** Scores by the rule, or by its fallback where the field is too small to rank; says which of the two it was. */
export const scoreByRule = (
  rule: RuleWithFallback,
  facts: RuleFacts,
): { readonly type: RuleName; readonly outcome: RuleOutcome } => {
  const outcome = scoreOne(rule, facts);
  if (outcome.kind === 'scored' || outcome.code !== 'RANKED_UNITS_TOO_FEW' || rule.fallback === undefined) {
    return { type: rule.type, outcome };
  }
  return { type: rule.fallback.type, outcome: scoreOne(rule.fallback, facts) };
};
