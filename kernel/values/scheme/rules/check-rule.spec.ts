// Which numbers of a rule contradict each other: each is a fault with its place.
import { describe, expect, test } from 'vitest';
import { decimal } from '../../decimal.ts';
import { faultList } from '../fault.ts';
import { checkRule, type Rule } from './rule.ts';
import type { Direction } from './rule-type.ts';

const d = decimal;

describe('numbers that contradict each other are faults, all of them at once', () => {
  const rank = {
    type: 'rank-linear',
    among: 'group',
    best: d('1'),
    worst: d('0.6'),
    ties: 'better-rank',
    unitsMin: 5,
  } as const;
  test.each([
    ['a cap of zero', { type: 'target-completion', cap: d('0'), floor: d('0') }, 'higher', ['/r/cap NOT_POSITIVE']],
    [
      'a floor above the cap',
      { type: 'target-completion', cap: d('1'), floor: d('1.1') },
      'higher',
      ['/r/floor RANGE_REVERSED'],
    ],
    [
      'a negative floor and cap',
      { type: 'target-completion', cap: d('-1'), floor: d('-0.5') },
      'higher',
      ['/r/floor NEGATIVE', '/r/cap NOT_POSITIVE', '/r/floor RANGE_REVERSED'],
    ],
    [
      'a floor above the whole base',
      { type: 'ratio-to-best', among: 'all', floor: d('1.5') },
      'higher',
      ['/r/floor RANGE_REVERSED'],
    ],
    ['a negative floor', { type: 'ratio-to-best', among: 'all', floor: d('-0.1') }, 'higher', ['/r/floor NEGATIVE']],
    ['a last that earns more than the first', { ...rank, best: d('0.5') }, 'higher', ['/r/worst RANGE_REVERSED']],
    ['a last below nothing', { ...rank, worst: d('-0.1') }, 'higher', ['/r/worst NEGATIVE']],
    ['a ranking of four', { ...rank, unitsMin: 4 }, 'higher', ['/r/unitsMin RANKED_UNITS_MIN_TOO_SMALL']],
    ['no step', { type: 'step-table', steps: [], otherwise: d('0') }, 'higher', ['/r/steps EMPTY']],
    [
      'steps that rise where they should fall',
      {
        type: 'step-table',
        steps: [
          { threshold: d('80'), share: d('1') },
          { threshold: d('90'), share: d('0.9') },
        ],
        otherwise: d('0'),
      },
      'higher',
      ['/r/steps/1/threshold STEPS_OUT_OF_ORDER'],
    ],
    [
      'steps that fall where fewer is better',
      {
        type: 'step-table',
        steps: [
          { threshold: d('9'), share: d('1') },
          { threshold: d('8'), share: d('0.9') },
        ],
        otherwise: d('0'),
      },
      'lower',
      ['/r/steps/1/threshold STEPS_OUT_OF_ORDER'],
    ],
    [
      'the same threshold twice',
      {
        type: 'step-table',
        steps: [
          { threshold: d('80'), share: d('1') },
          { threshold: d('80'), share: d('0.9') },
        ],
        otherwise: d('0'),
      },
      'higher',
      ['/r/steps/1/threshold STEPS_OUT_OF_ORDER'],
    ],
    [
      'less for more',
      { type: 'step-table', steps: [{ threshold: d('80'), share: d('0.5') }], otherwise: d('0.6') },
      'higher',
      ['/r/steps/0/share STEPS_OUT_OF_ORDER'],
    ],
    [
      'a share below nothing',
      { type: 'step-table', steps: [{ threshold: d('80'), share: d('1') }], otherwise: d('-1') },
      'higher',
      ['/r/otherwise NEGATIVE'],
    ],
    [
      'deductions that reward events',
      { type: 'per-event-deduction', perEvent: d('2'), floor: d('0') },
      'higher',
      ['/r DIRECTION_UNFIT'],
    ],
    [
      'a deduction of nothing',
      { type: 'per-event-deduction', perEvent: d('0'), floor: d('0') },
      'lower',
      ['/r/perEvent NOT_POSITIVE'],
    ],
    [
      'a floor above nothing',
      { type: 'per-event-deduction', perEvent: d('1'), floor: d('1') },
      'lower',
      ['/r/floor RANGE_REVERSED'],
    ],
    ['nothing wrong', rank, 'lower', []],
  ] as const satisfies readonly (readonly [string, Rule, Direction, readonly string[]])[])(
    '%s',
    (_, rule, direction, want) => {
      const faults = faultList();
      checkRule(rule, direction, '/r', faults);
      expect(faults.all().map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(want);
    },
  );
});
