// The marks that an item of a sheet can have: what its rule can give at its base, whatever the value had been.
import { type Decimal, isLess, sum, zero } from '#kernel/values/decimal.ts';
import type { Indicator, IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { ruleRange } from '#kernel/values/scheme/rules/rule.ts';
import { scoredPoints } from './points.ts';
import type { ScoreItem, ScoreSheet } from './score-sheet.ts';

/** What of a system the marks of its items depend on. */
export type MarkedBy = Pick<IndicatorSystem, 'total' | 'precision'> & {
  readonly indicators: readonly Pick<Indicator, 'code' | 'direction' | 'rule' | 'fallback'>[];
};

/** The least and the most points of an item, both included. */
export type ItemMarks = { readonly least: Decimal; readonly most: Decimal };

/**
 * The marks of an item by the rule that scored it. None is below nothing unless the rule itself goes there: a floor protects what
 * the rule computes, and an organ may still find that nothing was earned. A dropped item is counted at its weight, since the others
 * have been scaled up already; what the whole sheet has left for it is said by its room (`sheetRoom`).
 */
export const marksOf = (
  { items }: Pick<ScoreSheet, 'items'>,
  { indicatorCode, weight, status, trace }: ScoreItem,
  { indicators, total, precision }: MarkedBy,
): ItemMarks => {
  const indicator = indicators.find(({ code }) => code === indicatorCode);
  if (indicator === undefined) throw new Error(`the system has no indicator ${indicatorCode}`);
  const { rule, fallback, direction } = indicator;
  // A fallback stands in for a rank rule alone, and is none itself: the type tells which of the two has scored.
  const applied = rule.type === trace.rule ? rule : (fallback ?? rule);
  const dropped =
    status === 'dropped' ? zero : sum(items.filter((item) => item.status === 'dropped').map((item) => item.weight));
  const { least, most } = ruleRange(applied, direction);
  const points = (score: typeof least): Decimal => scoredPoints(score, { weight, total, dropped }, precision);
  const lowest = points(least);
  return { least: isLess(lowest, zero) ? lowest : zero, most: points(most) };
};
