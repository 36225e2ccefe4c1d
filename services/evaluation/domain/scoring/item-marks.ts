// The marks that an item of a sheet can have: what its rule can give at its base, whatever the value had been.
import { type Decimal, isLess, zero } from '#kernel/values/decimal.ts';
import type { Indicator, IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { type Rule, ruleRange } from '#kernel/values/scheme/rules/rule.ts';
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

/**
 * The marks of an item by the rule that scored it. None is below nothing unless the rule itself goes there: a floor protects what
 * the rule computes, and an organ may still find that nothing was earned.
 */
export const marksOf = (item: ScoreItem, system: MarkedBy): ItemMarks => {
  const { rule, direction } = appliedRule(item, system);
  const { least, most } = ruleRange(rule, direction);
  const points = (score: typeof least): Decimal => scoredPoints({ ...score, weight: item.weight }, system.precision);
  const lowest = points(least);
  return { least: isLess(lowest, zero) ? lowest : zero, most: points(most) };
};
