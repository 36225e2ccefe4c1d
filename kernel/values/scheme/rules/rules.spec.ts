// Clauses of the scoring rules: what each type earns of its base.
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, divide } from '../../decimal.ts';
import { peerField } from '../peers.ts';
import { comparedAmong, isFieldTooSmall, isRankRule, type Rule, ruleNeeds, ruleTitle, scoreByRule } from './rule.ts';
import type { Direction } from './rule-type.ts';

const d = decimal;
const numbers = (texts: readonly string[]): readonly Decimal[] => texts.map(d);

type Facts = {
  readonly direction?: Direction;
  readonly value: string;
  readonly target?: string;
  readonly peers?: readonly string[];
};

/** The share that a rule earns, as a number of four places, with the points it adds; or why it is refused. */
const earned = (rule: Rule, { direction = 'higher', value, target, peers }: Facts): string => {
  const field = peers === undefined ? undefined : peerField(numbers(peers), direction);
  const outcome = scoreByRule(rule, {
    direction,
    value: d(value),
    ...(target === undefined ? {} : { target: d(target) }),
    ...(field === undefined ? {} : { peers: field }),
  });
  if (outcome.kind === 'refused') return outcome.code;
  const share = divide(outcome.share.numerator, outcome.share.denominator, 4);
  return [share, outcome.points === '0' ? '' : outcome.points, outcome.limited ?? '']
    .filter((part) => part !== '')
    .join(' ');
};

describe('目标完成率: min(cap, actual ÷ target) × base', () => {
  const rule: Rule = { type: 'target-completion', cap: d('1.2'), floor: d('0.1') };
  test.each([
    ['the target is met', { value: '100', target: '100' }, '1'],
    ['a part of it is a part of the base', { value: '60.5', target: '90' }, '0.6722'],
    ['more than the target counts up to the cap', { value: '119.9', target: '100' }, '1.199'],
    ['the cap itself is not capped', { value: '120', target: '100' }, '1.2'],
    ['beyond the cap nothing more counts', { value: '300', target: '100' }, '1.2 cap'],
    ['below the floor the floor counts', { value: '3', target: '100' }, '0.1 floor'],
    ['a negative value earns the floor', { value: '-40', target: '100' }, '0.1 floor'],
    [
      'fewer is better: half of what was allowed is capped',
      { direction: 'lower', value: '5', target: '10' },
      '1.2 cap',
    ],
    ['fewer is better: more than allowed loses', { direction: 'lower', value: '16', target: '10' }, '0.625'],
    ['fewer is better: nothing happened', { direction: 'lower', value: '0', target: '10' }, '1.2 cap'],
    ['fewer is better: nothing was allowed and nothing happened', { direction: 'lower', value: '0', target: '0' }, '1'],
    [
      'fewer is better: nothing was allowed and something happened',
      { direction: 'lower', value: '1', target: '0' },
      '0.1 floor',
    ],
    ['no target', { value: '100' }, 'TARGET_MISSING'],
    ['a target of zero says nothing where more is better', { value: '5', target: '0' }, 'TARGET_NOT_POSITIVE'],
    ['a negative target says nothing', { value: '5', target: '-1' }, 'TARGET_NOT_POSITIVE'],
    [
      'a negative target says nothing where fewer is better',
      { direction: 'lower', value: '5', target: '-1' },
      'TARGET_NOT_POSITIVE',
    ],
  ] as const)('%s', (_, facts, want) => {
    expect(earned(rule, facts)).toBe(want);
  });
});

describe('比最优: x ÷ best × base (瑞委〔2012〕6号)', () => {
  const rule: Rule = { type: 'ratio-to-best', among: 'class', floor: d('0.4') };
  test.each([
    ['the best earns all', { value: '98', peers: ['98', '49', '20'] }, '1'],
    ['half of the best earns half', { value: '49', peers: ['98', '49', '20'] }, '0.5'],
    ['a thirtieth of the best earns the floor', { value: '3', peers: ['90', '3'] }, '0.4 floor'],
    ['two that are equally best both earn all', { value: '98', peers: ['98', '98', '20'] }, '1'],
    ['the only one is the best', { value: '7', peers: ['7'] }, '1'],
    ['fewer is better: the fewest earns all', { direction: 'lower', value: '4', peers: ['4', '8'] }, '1'],
    ['fewer is better: twice the fewest earns half', { direction: 'lower', value: '8', peers: ['4', '8'] }, '0.5'],
    [
      'fewer is better: the best had none, so no ratio is left',
      { direction: 'lower', value: '8', peers: ['0', '8'] },
      '0.4 floor',
    ],
    ['all had nothing, so all are best', { value: '0', peers: ['0', '0'] }, '1'],
    ['all are negative, the least negative is best', { value: '-2', peers: ['-1', '-2'] }, '0.4 floor'],
    ['a negative value among positive ones earns the floor', { value: '-2', peers: ['5', '-2'] }, '0.4 floor'],
  ] as const)('%s', (_, facts, want) => {
    expect(earned(rule, facts)).toBe(want);
  });
});

describe('名次线性: max − (rank − 1)·(max − min)÷(N − 1)', () => {
  const rule: Rule = {
    type: 'rank-linear',
    among: 'group',
    best: d('1'),
    worst: d('0.6'),
    ties: 'better-rank',
    unitsMin: 5,
  };
  const mean: Rule = { ...rule, ties: 'mean-rank' };
  const field = ['10', '20', '30', '40', '50'];
  test.each([
    ['the first earns max', rule, { value: '50', peers: field }, '1'],
    ['the second loses one step', rule, { value: '40', peers: field }, '0.9'],
    ['the last earns min', rule, { value: '10', peers: field }, '0.6'],
    ['fewer is better: the least is first', rule, { direction: 'lower', value: '10', peers: field }, '1'],
    ['equal values share the better rank', rule, { value: '40', peers: ['10', '20', '40', '40', '50'] }, '0.9'],
    ['after two that share a rank one is skipped', rule, { value: '20', peers: ['10', '20', '40', '40', '50'] }, '0.7'],
    [
      'equal values share the mean of their ranks',
      mean,
      { value: '40', peers: ['10', '20', '40', '40', '50'] },
      '0.85',
    ],
    ['all equal: all are first', rule, { value: '3', peers: ['3', '3', '3', '3', '3'] }, '1'],
    ['all equal by mean: all are in the middle', mean, { value: '3', peers: ['3', '3', '3', '3', '3'] }, '0.8'],
    ['values sort as numbers, not as texts', rule, { value: '9', peers: ['9', '10', '11', '12', '100'] }, '0.6'],
    ['four units are not ranked', rule, { value: '40', peers: ['10', '20', '30', '40'] }, 'RANKED_UNITS_TOO_FEW'],
    ['one unit is not ranked', rule, { value: '40', peers: ['40'] }, 'RANKED_UNITS_TOO_FEW'],
  ] as const)('%s', (_, ranked, facts, want) => {
    expect(earned(ranked, facts)).toBe(want);
  });
});

describe('区间打分: the first threshold that is reached', () => {
  // 瑞委〔2012〕6号, 民主测评 of 200 points: ≥ 90 % → 200, 80-90 → 190, 70-80 → 180, 60-70 → 170.
  const rule: Rule = {
    type: 'step-table',
    steps: [
      { threshold: d('90'), share: d('1') },
      { threshold: d('80'), share: d('0.95') },
      { threshold: d('70'), share: d('0.9') },
      { threshold: d('60'), share: d('0.85') },
    ],
    otherwise: d('0.65'),
  };
  const falling: Rule = {
    type: 'step-table',
    steps: [
      { threshold: d('0'), share: d('1') },
      { threshold: d('3'), share: d('0.5') },
    ],
    otherwise: d('0'),
  };
  test.each([
    ['on a threshold the step is reached', rule, { value: '90' }, '1'],
    ['a hair below it is not', rule, { value: '89.99' }, '0.95'],
    ['the last step', rule, { value: '60' }, '0.85'],
    ['below all steps', rule, { value: '59.999' }, '0.65'],
    ['above all steps', rule, { value: '1000' }, '1'],
    ['100 is more than 90, though less as a text', rule, { value: '100' }, '1'],
    ['fewer is better: none', falling, { direction: 'lower', value: '0' }, '1'],
    ['fewer is better: as many as a step allows', falling, { direction: 'lower', value: '3' }, '0.5'],
    ['fewer is better: one more', falling, { direction: 'lower', value: '4' }, '0'],
  ] as const)('%s', (_, table, facts, want) => {
    expect(earned(table, facts)).toBe(want);
  });
});

describe('计次扣分: so many points for each event', () => {
  const rule: Rule = { type: 'per-event-deduction', perEvent: d('2'), floor: d('0') };
  test.each([
    ['no event costs nothing', { direction: 'lower', value: '0' }, '1'],
    ['one event', { direction: 'lower', value: '1' }, '1 -2'],
    ['four events', { direction: 'lower', value: '4' }, '1 -8'],
    ['a correction to fewer than none costs nothing', { direction: 'lower', value: '-1' }, '1'],
  ] as const)('%s', (_, facts, want) => {
    expect(earned(rule, facts)).toBe(want);
  });
});

describe('the closed set', () => {
  test('every type says its name and its needs', () => {
    const rank: Rule = {
      type: 'rank-linear',
      among: 'group',
      best: d('1'),
      worst: d('0'),
      ties: 'mean-rank',
      unitsMin: 5,
    };
    const completion: Rule = { type: 'target-completion', cap: d('1'), floor: d('0') };
    expect([ruleTitle('rank-linear'), isRankRule(rank), comparedAmong(rank), ruleNeeds(rank)]).toEqual([
      '名次线性',
      true,
      'group',
      { target: false, peers: true },
    ]);
    expect([
      ruleTitle('target-completion'),
      isRankRule(completion),
      comparedAmong(completion),
      ruleNeeds(completion),
    ]).toEqual(['目标完成率', false, undefined, { target: true, peers: false }]);
    expect([isFieldTooSmall(rank, 4), isFieldTooSmall(rank, 5), isFieldTooSmall(completion, 0)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a value that is not in its field is a fault of the program', () => {
    const field = peerField(numbers(['1', '2']), 'higher');
    expect(() => field?.placeOf(d('3'))).toThrow('not in the field');
    expect(peerField([], 'higher')).toBeUndefined();
  });
});
