// Clauses of indicator systems: what is read, and every fault that keeps one from being published.
import { describe, expect, test } from 'vitest';
import type { IndicatorSystem, Written } from './indicator-system.ts';
import { classWeights, dimensionWeight, readIndicatorSystem } from './read-indicator-system.ts';

type WrittenSystem = Written<IndicatorSystem>;
type WrittenIndicator = WrittenSystem['indicators'][number];

const indicator = (
  code: string,
  weights: Record<string, string>,
  over: Partial<WrittenIndicator> = {},
): WrittenIndicator => ({
  code,
  name: code,
  dimensionCode: 'EC',
  elementCode: `E-${code}`,
  direction: 'higher',
  aggregation: { method: 'latest', frequency: 'month', mayLack: 0 },
  rule: { type: 'target-completion', cap: '1.20', floor: '0' },
  missing: 'block',
  weights,
  source: 'assumed',
  ...over,
});

const system = (over: Partial<WrittenSystem> = {}): WrittenSystem => ({
  code: 'S',
  version: 1,
  name: '指标体系',
  total: '100',
  precision: 2,
  dimensions: [
    { code: 'EC', name: '经济发展' },
    { code: 'SM', name: '社会管理' },
  ],
  classes: [
    { code: 'plain', name: '平原' },
    { code: 'island', name: '海岛' },
  ],
  indicators: [
    indicator('A', { plain: '40.00', island: '0' }),
    indicator('B', { plain: '33.33', island: '50' }, { dimensionCode: 'SM' }),
    indicator('C', { plain: '26.67', island: '50' }),
  ],
  ...over,
});

const [a, b, c] = system().indicators;
const faultsOf = (over: Partial<WrittenSystem>): readonly string[] => {
  const read = readIndicatorSystem(system(over));
  return read.ok ? [] : read.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};
const withFirst = (over: Partial<WrittenIndicator>): Partial<WrittenSystem> => {
  if (a === undefined || b === undefined || c === undefined) throw new Error('three indicators');
  return { indicators: [{ ...a, ...over }, b, c] };
};

describe('a sound system is read with its decimals normalised', () => {
  test('weights sum to the total for each class, dimensions to their parts', () => {
    const read = readIndicatorSystem(system());
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    expect(classWeights(read.value, 'plain')).toEqual(['40', '33.33', '26.67']);
    expect(classWeights(read.value, 'island')).toEqual(['0', '50', '50']);
    expect([dimensionWeight(read.value, 'EC', 'plain'), dimensionWeight(read.value, 'SM', 'island')]).toEqual([
      '66.67',
      '50',
    ]);
    expect(read.value.indicators[0]?.rule).toEqual({ type: 'target-completion', cap: '1.2', floor: '0' });
  });
});

test('a floor of as many places as points have is read without what says nothing: zeros, and a minus before them', () => {
  for (const [floor, want] of [
    ['-0.500', '-0.5'],
    ['-0.00', '0'],
    ['-0', '0'],
  ] as const) {
    const rule = { type: 'per-event-deduction', perEvent: '0.10', floor } as const;
    const read = readIndicatorSystem(system(withFirst({ direction: 'lower', rule })));
    expect(read.ok && read.value.indicators[0]?.rule).toEqual({ ...rule, perEvent: '0.1', floor: want });
  }
});

describe('a faulty system is refused with every fault at its place', () => {
  const rank = {
    type: 'rank-linear',
    among: 'group',
    best: '1',
    worst: '0',
    ties: 'better-rank',
    unitsMin: 5,
  } as const;
  test.each([
    [
      'weights that fall short by a hundredth',
      withFirst({ weights: { plain: '39.99', island: '0' } }),
      ['/classes/0 WEIGHTS_DO_NOT_SUM'],
    ],
    [
      'weights that exceed the total',
      withFirst({ weights: { plain: '40', island: '1' } }),
      ['/classes/1 WEIGHTS_DO_NOT_SUM'],
    ],
    ['a class without a weight', withFirst({ weights: { plain: '40' } }), ['/indicators/0/weights WEIGHT_MISSING']],
    [
      'a weight for a class that is not there',
      withFirst({ weights: { plain: '40', island: '0', moon: '1' } }),
      ['/indicators/0/weights/moon UNKNOWN_CLASS'],
    ],
    [
      'a negative weight',
      withFirst({ weights: { plain: '40', island: '-10' } }),
      ['/indicators/0/weights/island WEIGHT_NEGATIVE', '/classes/1 WEIGHTS_DO_NOT_SUM'],
    ],
    [
      'a weight finer than the precision',
      withFirst({ weights: { plain: '40.001', island: '0' } }),
      ['/indicators/0/weights/plain PRECISION_INVALID', '/classes/0 WEIGHTS_DO_NOT_SUM'],
    ],
    [
      'a weight that is no number',
      withFirst({ weights: { plain: '四十', island: '0' } }),
      ['/indicators/0/weights/plain DECIMAL_MALFORMED'],
    ],
    [
      'a rule whose cap is no number',
      withFirst({ rule: { type: 'target-completion', cap: '1e3', floor: '' } }),
      ['/indicators/0/rule/cap DECIMAL_MALFORMED', '/indicators/0/rule/floor DECIMAL_MALFORMED'],
    ],
    [
      'a step that is no number',
      withFirst({ rule: { type: 'step-table', steps: [{ threshold: '9O', share: '1' }], otherwise: '0' } }),
      ['/indicators/0/rule/steps/0/threshold DECIMAL_MALFORMED'],
    ],
    [
      'a rule that contradicts itself',
      withFirst({ rule: { type: 'target-completion', cap: '1', floor: '2' } }),
      ['/indicators/0/rule/floor RANGE_REVERSED'],
    ],
    [
      'a fallback that is itself a ranking',
      withFirst({ rule: rank, fallback: rank }),
      ['/indicators/0/fallback FALLBACK_IS_A_RANK_RULE'],
    ],
    [
      'a fallback that contradicts itself',
      withFirst({ rule: rank, fallback: { type: 'ratio-to-best', among: 'all', floor: '2' } }),
      ['/indicators/0/fallback/floor RANGE_REVERSED'],
    ],
    [
      'a dimension that is not there',
      withFirst({ dimensionCode: 'XX' }),
      ['/indicators/0/dimensionCode UNKNOWN_DIMENSION'],
    ],
    [
      'a negative number of lacking periods',
      withFirst({ aggregation: { method: 'sum', frequency: 'month', mayLack: -1 } }),
      ['/indicators/0/aggregation/mayLack NEGATIVE'],
    ],
    [
      'a mean of a precision that no number has',
      withFirst({ aggregation: { method: 'mean', frequency: 'month', mayLack: 0, precision: 11 } }),
      ['/indicators/0/aggregation/precision PRECISION_INVALID'],
    ],
    ['an indicator twice', withFirst({ code: 'B' }), ['/indicators/1/code DUPLICATE']],
    [
      'no indicator',
      { indicators: [] },
      [
        '/indicators EMPTY',
        '/dimensions EMPTY',
        '/dimensions EMPTY',
        '/classes/0 WEIGHTS_DO_NOT_SUM',
        '/classes/1 WEIGHTS_DO_NOT_SUM',
      ],
    ],
    [
      'a dimension without an indicator',
      { dimensions: [...system().dimensions, { code: 'PB', name: '党的建设' }] },
      ['/dimensions EMPTY'],
    ],
    [
      'a dimension twice',
      { dimensions: [...system().dimensions, { code: 'EC', name: '经济' }] },
      ['/dimensions/2/code DUPLICATE'],
    ],
    [
      'a class twice',
      { classes: [...system().classes, { code: 'plain', name: '平原' }] },
      ['/classes/2/code DUPLICATE'],
    ],
    [
      'a total of nothing',
      { total: '0' },
      ['/total NOT_POSITIVE', '/classes/0 WEIGHTS_DO_NOT_SUM', '/classes/1 WEIGHTS_DO_NOT_SUM'],
    ],
    ['a total that is no number', { total: 'hundred' }, ['/total DECIMAL_MALFORMED']],
    [
      'a floor finer than the precision',
      withFirst({ direction: 'lower', rule: { type: 'per-event-deduction', perEvent: '1', floor: '-0.005' } }),
      ['/indicators/0/rule/floor PRECISION_INVALID'],
    ],
    [
      'points for each event finer than the precision, also in a fallback',
      withFirst({
        direction: 'lower',
        rule: rank,
        fallback: { type: 'per-event-deduction', perEvent: '0.125', floor: '0' },
      }),
      ['/indicators/0/fallback/perEvent PRECISION_INVALID'],
    ],
    [
      'a total finer than the precision',
      { total: '100.001' },
      ['/total PRECISION_INVALID', '/classes/0 WEIGHTS_DO_NOT_SUM', '/classes/1 WEIGHTS_DO_NOT_SUM'],
    ],
    [
      'a constant with an exponent',
      withFirst({ direction: 'lower', rule: { type: 'per-event-deduction', perEvent: '1e-2', floor: '-1E1' } }),
      ['/indicators/0/rule/perEvent DECIMAL_MALFORMED', '/indicators/0/rule/floor DECIMAL_MALFORMED'],
    ],
    ['a precision of seven places', { precision: 7 }, ['/precision PRECISION_INVALID']],
    ['a broken precision', { precision: 1.5 }, ['/precision PRECISION_INVALID']],
  ] as const)('%s', (_, over, want) => {
    expect(faultsOf(over)).toEqual(want);
  });

  test('the shortfall of a class is told in numbers', () => {
    const read = readIndicatorSystem(system(withFirst({ weights: { plain: '39.99', island: '0' } })));
    expect(read).toEqual({
      ok: false,
      faults: [
        { pointer: '/classes/0', code: 'WEIGHTS_DO_NOT_SUM', params: { class: 'plain', total: '100', sum: '99.99' } },
      ],
    });
  });
});
