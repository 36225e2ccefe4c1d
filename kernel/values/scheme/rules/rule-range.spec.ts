// Clauses of the range of a rule: the least and the most that it can give, which no score leaves.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, compare, type Decimal, decimal, decimalOf, divide, multiply } from '../../decimal.ts';
import { peerField } from '../peers.ts';
import { type Rule, ruleRange, scoreByRule } from './rule.ts';
import type { Direction, RuleScore } from './rule-type.ts';

const d = decimal;
const seed = 20_260_301;
/** What a score comes to of an item of 20 points, as far as a division of ten places tells. */
const pointsOf = ({ share, points, floor }: RuleScore): Decimal => {
  const earned = add(divide(multiply(d('20'), share.numerator), share.denominator, 10), points);
  return floor !== undefined && compare(earned, floor) < 0 ? floor : earned;
};

const rules: readonly (readonly [string, Rule, Direction, string, string])[] = [
  ['目标完成率: from floor to cap', { type: 'target-completion', cap: d('1.2'), floor: d('0.1') }, 'higher', '2', '24'],
  [
    '目标完成率: a fulfilled zero earns the base, also beyond a lower cap',
    { type: 'target-completion', cap: d('0.9'), floor: d('0') },
    'lower',
    '0',
    '20',
  ],
  ['比最优: from floor to the base', { type: 'ratio-to-best', among: 'all', floor: d('0.4') }, 'higher', '8', '20'],
  [
    '名次线性: from worst to best',
    { type: 'rank-linear', among: 'all', best: d('1.1'), worst: d('0.6'), ties: 'mean-rank', unitsMin: 5 },
    'higher',
    '12',
    '22',
  ],
  [
    '区间打分: from the rest to the first step',
    { type: 'step-table', steps: [{ threshold: d('90'), share: d('0.95') }], otherwise: d('0.3') },
    'higher',
    '6',
    '19',
  ],
  [
    '计次扣分: from its floor to the base',
    { type: 'per-event-deduction', perEvent: d('3'), floor: d('-4') },
    'lower',
    '-4',
    '20',
  ],
];

describe('an item of 20 points has', () => {
  test.each(rules)('%s', (_, rule, direction, least, most) => {
    const range = ruleRange(rule, direction);
    expect([pointsOf(range.least), pointsOf(range.most)]).toEqual([least, most]);
  });

  test.each(rules)(`no score beyond the range of its rule (%s, seed ${seed})`, (_, rule, direction) => {
    const numbers = fc.integer({ min: -20, max: 200 });
    const range = ruleRange(rule, direction);
    fc.assert(
      fc.property(numbers, numbers, fc.array(numbers, { minLength: 5, maxLength: 9 }), (value, target, others) => {
        const peers = peerField([value, ...others].map(decimalOf), direction);
        if (peers === undefined) throw new Error('a field has values');
        const outcome = scoreByRule(rule, { direction, value: decimalOf(value), target: decimalOf(target), peers });
        if (outcome.kind === 'refused') return;
        expect(compare(pointsOf(outcome), pointsOf(range.least))).toBeGreaterThanOrEqual(0);
        expect(compare(pointsOf(outcome), pointsOf(range.most))).toBeLessThanOrEqual(0);
      }),
      { seed, numRuns: 200 },
    );
  });
});
