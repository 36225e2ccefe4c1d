// The room of a sheet: the most that it can come to, whatever lines documents add to it.
import { type Decimal, sum, zero } from '#kernel/values/decimal.ts';
import { ruleRange } from '#kernel/values/scheme/rules/rule.ts';
import { appliedRule, type MarkedBy } from './item-marks.ts';
import { droppedPoints, droppedShare, scoredPoints } from './points.ts';
import type { ScoreSheet } from './score-sheet.ts';

/**
 * The most points of a sheet: what its rules can give for the items that were not dropped, and what the dropped ones would earn if all
 * of that were earned.
 */
export const sheetRoom = ({ items }: Pick<ScoreSheet, 'items'>, system: MarkedBy): Decimal => {
  const assessed = items.filter(({ status }) => status !== 'not-assessed');
  const dropped = assessed.filter(({ status }) => status === 'dropped');
  const kept = assessed.filter(({ status }) => status !== 'dropped');
  const most = kept.map((item) => {
    const { rule, direction } = appliedRule(item, system);
    return { ...ruleRange(rule, direction).most, weight: item.weight };
  });
  const weight = sum(dropped.map((item) => item.weight));
  const share = weight === zero ? undefined : droppedShare(most, system.total, weight);
  return sum([
    ...most.map((earned) => scoredPoints(earned, system.precision)),
    ...(share === undefined ? [] : dropped.map((item) => droppedPoints(item.weight, share, system.precision))),
  ]);
};
