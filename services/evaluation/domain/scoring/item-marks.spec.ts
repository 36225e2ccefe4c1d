// Clauses of the marks of an item: what its rule can give at its weight, no less and no more.
import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/values/decimal.ts';
import { readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';
import { type MarkedBy, marksOf, possiblePoints } from './item-marks.ts';
import { indicators, input, sheetOf, systemOf, without, withPolicy } from './score-run.fixture.ts';
import { scoreRun } from './score-run.ts';
import type { ScoreItem, ScoreSheet } from './score-sheet.ts';

type Rule = Parameters<typeof readIndicatorSystem>[0]['indicators'][number]['rule'];

/** The marks of an item of 20 points by a rule. */
const marksBy = (
  rule: Rule,
  direction: 'higher' | 'lower' = 'higher',
  over: Partial<ScoreItem> = {},
  marks: (item: ScoreItem, system: MarkedBy) => unknown = marksOf,
) => {
  const [first] = sheetOf('u1').items;
  if (first === undefined) throw new Error('a sheet has items');
  const item: ScoreItem = {
    ...first,
    indicatorCode: 'R',
    weight: decimal('20'),
    status: 'scored',
    trace: { ...first.trace, rule: rule.type },
    ...over,
  };
  const read = readIndicatorSystem({
    ...systemOf(indicators),
    indicators: [
      { ...indicators[0], code: 'R', direction, rule, weights: { c1: '100', c2: '100' }, dimensionCode: 'X' },
    ],
    dimensions: [{ code: 'X', name: '甲' }],
  } as Parameters<typeof readIndicatorSystem>[0]);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return marks(item, read.value);
};

describe('an item earns', () => {
  test.each([
    [
      'as much as its cap, beyond the whole base',
      { type: 'target-completion', cap: '1.2', floor: '0.4' },
      'higher',
      '8',
      '24',
    ],
    ['no more than a cap below the base', { type: 'target-completion', cap: '0.8', floor: '0' }, 'higher', '0', '16'],
    [
      'the base where a lower target of zero is fulfilled',
      { type: 'target-completion', cap: '0.8', floor: '0' },
      'lower',
      '0',
      '20',
    ],
    ['the base of the best', { type: 'ratio-to-best', among: 'all', floor: '0.4' }, 'higher', '8', '20'],
    [
      'what the first rank earns',
      { type: 'rank-linear', among: 'group', best: '0.9', worst: '0.6', ties: 'better-rank', unitsMin: 5 },
      'higher',
      '12',
      '18',
    ],
    [
      'what the highest step gives',
      { type: 'step-table', steps: [{ threshold: '90', share: '1.05' }], otherwise: '0.5' },
      'higher',
      '10',
      '21',
    ],
    [
      'nothing at least where deductions end (扣完为止)',
      { type: 'per-event-deduction', perEvent: '2', floor: '0' },
      'lower',
      '0',
      '20',
    ],
    [
      'less than nothing where its rule says so',
      { type: 'per-event-deduction', perEvent: '2', floor: '-5' },
      'lower',
      '-5',
      '20',
    ],
  ] as const)('%s', (_, rule, direction, least, most) => {
    expect(marksBy(rule, direction)).toEqual({ least, most });
  });

  test.each([
    [
      'each step once, and what is left beneath them',
      {
        type: 'step-table',
        steps: [
          { threshold: '90', share: '1' },
          { threshold: '80', share: '0.5' },
        ],
        otherwise: '0.5',
      },
      'higher',
      ['20', '10'],
    ],
    [
      'what whole events leave, down to the floor',
      { type: 'per-event-deduction', perEvent: '7.5', floor: '-5' },
      'lower',
      ['20', '12.5', '5', '-2.5', '-5'],
    ],
    ['anything between the ends of a share', { type: 'ratio-to-best', among: 'all', floor: '0' }, 'higher', undefined],
    [
      'anything where so many events are told apart that nobody reads their list',
      { type: 'per-event-deduction', perEvent: '0.01', floor: '0' },
      'lower',
      undefined,
    ],
  ] as const)('%s', (_, rule, direction, want) => {
    expect(marksBy(rule, direction, {}, possiblePoints)).toEqual(want);
  });

  test('points of the places that points have, rounded as the run rounds them', () => {
    expect(marksBy({ type: 'target-completion', cap: '1.1115', floor: '0' })).toEqual({ least: '0', most: '22.23' });
  });
});

describe('the base of an item', () => {
  const dropping = withPolicy('B', 'drop-and-rescale');
  const run = { ...dropping, ...without('EB', 'u1') };
  const sheet = (): ScoreSheet => sheetOf('u1', run);
  const itemOf = (code: string): ScoreItem => {
    const found = sheet().items.find(({ indicatorCode }) => indicatorCode === code);
    if (found === undefined) throw new Error(`no item ${code}`);
    return found;
  };
  test('stays its weight where others were dropped', () => {
    expect(marksOf(itemOf('A'), dropping.system)).toEqual({ least: '0', most: '60' });
  });

  test('of a dropped item is its weight as well', () => {
    const dropped = itemOf('B');
    expect(dropped.status).toBe('dropped');
    expect(marksOf(dropped, dropping.system)).toEqual({ least: '0', most: dropped.weight });
  });
});

test('no item that a run computes lies outside its marks', () => {
  const run = scoreRun(input());
  if (!run.ok) throw new Error(JSON.stringify(run.faults));
  for (const sheet of run.value) {
    for (const item of sheet.items) {
      const { least, most } = marksOf(item, input().system);
      expect(Number(item.points)).toBeGreaterThanOrEqual(Number(least));
      expect(Number(item.points)).toBeLessThanOrEqual(Number(most));
    }
  }
});

test('the fallback that has scored in place of a rank rule says what the item can earn', () => {
  const [first] = sheetOf('u1').items;
  if (first === undefined) throw new Error('a sheet has items');
  const rank = {
    type: 'rank-linear',
    among: 'group',
    best: decimal('1'),
    worst: decimal('0'),
    ties: 'better-rank',
    unitsMin: 5,
  } as const;
  const fallback = {
    type: 'step-table',
    steps: [{ threshold: decimal('1'), share: decimal('0.5') }],
    otherwise: decimal('0'),
  } as const;
  const indicators = [{ code: 'R', direction: 'higher', rule: rank, fallback }] as const;
  const system = { total: decimal('100'), precision: 2, indicators };
  const item: ScoreItem = { ...first, indicatorCode: 'R', weight: decimal('20'), status: 'scored' };
  const by = (rule: ScoreItem['trace']['rule']) => ({ ...item, trace: { ...item.trace, rule } });
  expect(marksOf(by('step-table'), system).most).toBe('10');
  expect(marksOf(by('rank-linear'), system).most).toBe('20');
});
