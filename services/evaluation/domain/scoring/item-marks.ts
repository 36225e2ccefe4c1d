// The marks that an item of a sheet can have: what its rule can give at its base, whatever the value had been.
import type { Decimal } from '#kernel/values/decimal.ts';
import type { Indicator, IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { type Rule, ruleMarks, ruleRange } from '#kernel/values/scheme/rules/rule.ts';
import type { Direction } from '#kernel/values/scheme/rules/rule-type.ts';
import { scoredPoints } from './points.ts';
import type { ScoreItem } from './score-sheet.ts';

/** What of a system the marks of its items depend on. */
export type MarkedBy = Pick<IndicatorSystem, 'total' | 'precision'> & {
  readonly indicators: readonly Pick<Indicator, 'code' | 'direction' | 'rule' | 'fallback'>[];
};

/** A rule with the direction in which its values are better. */
export type ScoredRule = { readonly rule: Rule; readonly direction: Direction };

/** The least and the most points of an item, both included. */
export type ItemMarks = { readonly least: Decimal; readonly most: Decimal };

/** The rule that scored an item. A fallback stands in for a rank rule alone, and is none itself: the type tells which of the two it was. */
export const appliedRule = ({ indicatorCode, trace }: ScoreItem, { indicators }: MarkedBy): ScoredRule => {
  const indicator = indicators.find(({ code }) => code === indicatorCode);
  if (indicator === undefined) throw new Error(`the system has no indicator ${indicatorCode}`);
  const { rule, fallback, direction } = indicator;
  return { rule: rule.type === trace.rule ? rule : (fallback ?? rule), direction };
};

/** Every number of points that the rule of an item can give, the most first; undefined where any within its marks may be. */
export const possiblePoints = (item: ScoreItem, system: MarkedBy): readonly Decimal[] | undefined => {
  const { weight } = item;
  const scores = ruleMarks(appliedRule(item, system).rule, weight);
  return scores && [...new Set(scores.map((score) => scoredPoints({ ...score, weight }, system.precision)))];
};

/** The least and the most points of an item by the rule that scored it, or would have scored it if there were a value. */
export const marksOf = (item: ScoreItem, system: MarkedBy): ItemMarks => {
  const { rule, direction } = appliedRule(item, system);
  const { least, most } = ruleRange(rule, direction);
  const points = (score: typeof least): Decimal => scoredPoints({ ...score, weight: item.weight }, system.precision);
  return { least: points(least), most: points(most) };
};
