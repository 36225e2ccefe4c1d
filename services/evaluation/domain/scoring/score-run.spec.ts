// Clauses of a scoring run: traces, missing data, rounding, ranks, and what keeps a run from completing.
import { describe, expect, test } from 'vitest';
import { decimal, decimalOf, sum } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import { readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';
import type { RunInput } from './columns.ts';
import { monthsBetween } from './cycle-periods.ts';
import type { Observation } from './observation.ts';
import { scoreRun } from './score-run.ts';
import type { AssessedUnit, ScoreSheet } from './score-sheet.ts';

type Indicators = Written<IndicatorSystem>['indicators'];

const base = {
  direction: 'higher',
  aggregation: { method: 'latest', frequency: 'month', mayLack: 0 },
  missing: 'block',
  source: 'assumed',
} as const;
const indicators: Indicators = [
  {
    ...base,
    code: 'A',
    name: '完成率',
    dimensionCode: 'X',
    elementCode: 'EA',
    rule: { type: 'target-completion', cap: '1.2', floor: '0' },
    weights: { c1: '50', c2: '50' },
  },
  {
    ...base,
    code: 'B',
    name: '比最优',
    dimensionCode: 'X',
    elementCode: 'EB',
    rule: { type: 'ratio-to-best', among: 'all', floor: '0' },
    weights: { c1: '30', c2: '20' },
  },
  {
    ...base,
    code: 'C',
    name: '计次扣分',
    dimensionCode: 'Y',
    elementCode: 'EC',
    direction: 'lower',
    aggregation: { method: 'sum', frequency: 'month', mayLack: 0 },
    rule: { type: 'per-event-deduction', perEvent: '2', floor: '0' },
    weights: { c1: '20', c2: '30' },
  },
];

const systemOf = (list: Indicators): IndicatorSystem => {
  const read = readIndicatorSystem({
    code: 'S',
    version: 1,
    name: 'S',
    total: '100',
    precision: 2,
    dimensions: [
      { code: 'X', name: '甲' },
      { code: 'Y', name: '乙' },
    ],
    classes: [
      { code: 'c1', name: '一类' },
      { code: 'c2', name: '二类' },
    ],
    indicators: list,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
};

const unit = (unitId: string, classCode = 'c1', groupCode = 'g'): AssessedUnit => ({ unitId, classCode, groupCode });
const seen = (unitId: string, elementCode: string, month: string, value: string, revision = 1): Observation => ({
  observationId: `${unitId}-${elementCode}-${month}-${revision}`,
  unitId,
  elementCode,
  period: period(month),
  revision,
  value: decimal(value),
});
const full = (unitId: string, a: string, b: string, events: string): readonly Observation[] => [
  seen(unitId, 'EA', '2025-02', a),
  seen(unitId, 'EB', '2025-02', b),
  seen(unitId, 'EC', '2025-01', '0'),
  seen(unitId, 'EC', '2025-02', events),
];
const target = (unitId: string, value = '90', indicatorCode = 'A') => ({
  targetId: `t-${unitId}`,
  unitId,
  indicatorCode,
  value: decimal(value),
});

const input = (over: Partial<RunInput> = {}): RunInput => ({
  system: systemOf(indicators),
  months: monthsBetween(period('2025-01'), period('2025-02')),
  units: [unit('u1'), unit('u2'), unit('u3', 'c2')],
  observations: [...full('u1', '60', '70', '1'), ...full('u2', '90', '70', '0'), ...full('u3', '45', '35', '20')],
  targets: [target('u1'), target('u2'), target('u3')],
  ...over,
});

const sheetsOf = (over: Partial<RunInput> = {}): readonly ScoreSheet[] => {
  const run = scoreRun(input(over));
  if (!run.ok) throw new Error(JSON.stringify(run.faults));
  return run.value;
};
const sheetOf = (unitId: string, over: Partial<RunInput> = {}): ScoreSheet => {
  const sheet = sheetsOf(over).find((one) => one.unitId === unitId);
  if (sheet === undefined) throw new Error(`no sheet of ${unitId}`);
  return sheet;
};
const faultsOf = (over: Partial<RunInput>): readonly string[] => {
  const run = scoreRun(input(over));
  return run.ok ? [] : run.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};
const without = (elementCode: string, ...unitIds: readonly string[]): Partial<RunInput> => ({
  observations: input().observations.filter((one) => one.elementCode !== elementCode || !unitIds.includes(one.unitId)),
});
const withPolicy = (code: string, missing: Indicators[number]['missing']): { readonly system: IndicatorSystem } => ({
  system: systemOf(indicators.map((one) => (one.code === code ? { ...one, missing } : one))),
});

describe('a sheet explains its total down to each observation', () => {
  test('points are rounded half-up once, and add up', () => {
    const sheet = sheetOf('u1');
    expect(sheet.items.map(({ points }) => points)).toEqual(['33.33', '30', '18']);
    expect(sheet.dimensions).toEqual([
      { dimensionCode: 'X', weight: '80', points: '63.33' },
      { dimensionCode: 'Y', weight: '20', points: '18' },
    ]);
    expect(sheet.total).toBe('81.33');
  });

  test('a trace names the observation, its revision and value, the target and the exact share', () => {
    expect(sheetOf('u1').items[0]?.trace).toEqual({
      rule: 'target-completion',
      value: '60',
      observations: [{ observationId: 'u1-EA-2025-02-1', period: '2025-02', revision: 1, value: '60' }],
      lacking: ['2025-01'],
      target: { targetId: 't-u1', value: '90' },
      peers: null,
      share: { numerator: '60', denominator: '90' },
      added: '0',
      limited: null,
    });
  });

  test('a comparing rule names its field', () => {
    expect(sheetOf('u3').items[1]?.trace.peers).toEqual({
      among: 'all',
      count: 3,
      best: '70',
      worst: '35',
      rank: null,
    });
    expect(sheetOf('u3').items[1]?.points).toBe('10');
  });

  test('deductions stop at the floor and say so (扣完为止)', () => {
    expect(sheetOf('u3').items[2]).toMatchObject({
      points: '0',
      trace: { value: '20', added: '-40', limited: 'floor' },
    });
  });

  test('the highest revision counts, whatever the order of arrival', () => {
    const corrected = seen('u1', 'EA', '2025-02', '90', 3);
    const late = [corrected, seen('u1', 'EA', '2025-02', '10', 2), ...input().observations];
    expect(sheetOf('u1', { observations: late }).items[0]).toMatchObject({
      points: '50',
      trace: { observations: [{ revision: 3 }] },
    });
    expect(sheetOf('u1', { observations: late.reverse() }).items[0]?.points).toBe('50');
  });

  test('observations of other elements, units and months change nothing', () => {
    const more = [
      ...input().observations,
      seen('u1', 'ZZ', '2025-02', '1'),
      seen('u9', 'EB', '2025-02', '999'),
      seen('u1', 'EA', '2025-03', '1'),
    ];
    expect(sheetsOf({ observations: more })).toEqual(sheetsOf());
  });

  test('the order of the input changes nothing', () => {
    const { units, observations, targets } = input();
    expect(
      sheetsOf({
        units: [...units].reverse(),
        observations: [...observations].reverse(),
        targets: [...targets].reverse(),
      }),
    ).toEqual(sheetsOf());
  });
});

describe('ranks are taken after rounding, within the ranking group', () => {
  test('equal totals share a rank, and the next one is skipped', () => {
    const units = ['u1', 'u2', 'u3', 'u4'].map((id) => unit(id));
    const observations = [
      ...full('u1', '90', '70', '0'),
      ...full('u2', '60', '70', '0'),
      ...full('u3', '60', '70', '0'),
      ...full('u4', '30', '70', '0'),
    ];
    const ranked = sheetsOf({ units, observations, targets: units.map(({ unitId }) => target(unitId)) });
    expect(ranked.map(({ unitId, rank, rankedUnits, tied }) => [unitId, rank, rankedUnits, tied])).toEqual([
      ['u1', 1, 4, false],
      ['u2', 2, 4, true],
      ['u3', 2, 4, true],
      ['u4', 4, 4, false],
    ]);
  });

  test('what differs only beyond the published precision is a tie', () => {
    const units = [unit('u1'), unit('u2')];
    const observations = [...full('u1', '60', '70', '0'), ...full('u2', '60.001', '70', '0')];
    const ranked = sheetsOf({ units, observations, targets: [target('u1'), target('u2')] });
    expect(ranked.map(({ total, rank }) => [total, rank])).toEqual([
      ['83.33', 1],
      ['83.33', 1],
    ]);
  });

  test('groups are ranked apart, and weight classes do not matter', () => {
    const units = [unit('u1', 'c1', 'g1'), unit('u2', 'c1', 'g2'), unit('u3', 'c2', 'g2')];
    expect(sheetsOf({ units }).map(({ unitId, groupCode, rank }) => [unitId, groupCode, rank])).toEqual([
      ['u1', 'g1', 1],
      ['u2', 'g2', 1],
      ['u3', 'g2', 2],
    ]);
  });
});

describe('a class of weight zero is not assessed by an indicator', () => {
  const zeroed = systemOf(
    indicators.map((one) => ({
      ...one,
      weights: { c1: one.weights.c1 ?? '0', c2: { A: '60', B: '0', C: '40' }[one.code] ?? '0' },
    })),
  );
  test('the item says so, earns nothing and costs nothing', () => {
    expect(sheetOf('u3', { system: zeroed }).items[1]).toMatchObject({
      status: 'not-assessed',
      weight: '0',
      base: '0',
      points: '0',
      trace: { value: null, observations: [] },
    });
  });

  test('its value does not stand in the field of the others', () => {
    expect(
      sheetOf('u1', {
        system: zeroed,
        observations: [...full('u1', '60', '7', '1'), ...full('u2', '90', '7', '0'), ...full('u3', '45', '700', '2')],
      }).items[1],
    ).toMatchObject({
      points: '30',
      trace: { peers: { count: 2, best: '7' } },
    });
  });

  test('its missing value blocks nothing', () => {
    expect(faultsOf({ system: zeroed, ...without('EB', 'u3') })).toEqual([]);
  });
});

describe('missing data is treated as the indicator says, never as a silent zero', () => {
  test('drop and rescale: the others are scaled up to the total', () => {
    const sheet = sheetOf('u1', { ...withPolicy('B', 'drop-and-rescale'), ...without('EB', 'u1') });
    // 30 of 100 are dropped: 50 × (60 ÷ 90) × 100 ÷ 70 = 47.619…, and 20 × 100 ÷ 70 − 2 = 26.571….
    expect(sheet.items.map(({ status, points, base: shown }) => [status, points, shown])).toEqual([
      ['scored', '47.62', '71.428571'],
      ['dropped', '0', '0'],
      ['scored', '26.57', '28.571429'],
    ]);
    expect(sheet.items[1]?.trace.lacking).toEqual(['2025-01', '2025-02']);
  });

  test('class average: the mean of its class, not of all', () => {
    const over = { ...withPolicy('B', 'class-average'), units: [unit('u1'), unit('u2'), unit('u3', 'c2'), unit('u4')] };
    const observations = [
      ...full('u1', '60', '70', '1'),
      ...full('u2', '90', '35', '0'),
      ...full('u3', '45', '7', '0'),
      ...full('u4', '45', '1', '0'),
    ].filter(({ observationId }) => !observationId.startsWith('u4-EB'));
    const sheet = sheetOf('u4', { ...over, observations, targets: [...input().targets, target('u4')] });
    expect(sheet.items[1]).toMatchObject({ status: 'class-average', points: '22.5', base: '30' });
  });

  test('zero: said openly', () => {
    expect(sheetOf('u1', { ...withPolicy('B', 'zero'), ...without('EB', 'u1') }).items[1]).toMatchObject({
      status: 'zero',
      points: '0',
      base: '30',
      weight: '30',
    });
  });

  test.each([
    ['block: the run waits for the value', without('EB', 'u1'), ['/units/0 OBSERVATION_MISSING']],
    [
      'each missing value is named',
      without('EB', 'u1', 'u3'),
      ['/units/0 OBSERVATION_MISSING', '/units/2 OBSERVATION_MISSING'],
    ],
    [
      'a class average of nobody',
      { ...withPolicy('B', 'class-average'), ...without('EB', 'u3') },
      ['/units/2 CLASS_AVERAGE_UNKNOWN'],
    ],
    [
      'a month that a sum needs',
      { observations: input().observations.filter(({ observationId }) => observationId !== 'u2-EC-2025-01-1') },
      ['/units/1 OBSERVATION_MISSING'],
    ],
    [
      'a last month that only an earlier one could stand for',
      {
        observations: [
          ...input().observations.filter(({ unitId, elementCode }) => unitId !== 'u1' || elementCode !== 'EA'),
          seen('u1', 'EA', '2025-01', '60'),
        ],
      },
      ['/units/0 OBSERVATION_MISSING'],
    ],
    ['no target for a completion', { targets: [target('u1'), target('u2')] }, ['/units/2 TARGET_MISSING']],
    [
      'a target of zero',
      { targets: [target('u1', '0'), target('u2'), target('u3')] },
      ['/units/0 TARGET_NOT_POSITIVE'],
    ],
    [
      'a target of another indicator',
      { targets: [target('u1'), target('u2'), target('u3', '90', 'B')] },
      ['/units/2 TARGET_MISSING'],
    ],
    [
      'two values of one revision',
      { observations: [...input().observations, seen('u1', 'EA', '2025-02', '61')] },
      ['/observations/12 OBSERVATION_DUPLICATE'],
    ],
    ['a unit twice', { units: [unit('u1'), unit('u1')] }, ['/units/1/unitId DUPLICATE']],
    ['a class that the system does not know', { units: [unit('u1', 'c9')] }, ['/units/0/classCode UNKNOWN_CLASS']],
    ['no unit', { units: [] }, ['/units EMPTY']],
  ] as const satisfies readonly (readonly [string, Partial<RunInput>, readonly string[]])[])(
    '%s is a fault',
    (_, over, want) => {
      expect(faultsOf(over)).toEqual(want);
    },
  );

  test('a unit of which nothing is known is not scored by rescaling nothing', () => {
    const dropped = systemOf(indicators.map((one) => ({ ...one, missing: 'drop-and-rescale' as const })));
    expect(
      faultsOf({ system: dropped, observations: input().observations.filter(({ unitId }) => unitId !== 'u2') }),
    ).toEqual(['/units/1 NOTHING_TO_SCORE']);
  });
});

describe('a field too small to rank', () => {
  const rank = {
    type: 'rank-linear',
    among: 'group',
    best: '1',
    worst: '0.5',
    ties: 'better-rank',
    unitsMin: 5,
  } as const;
  const ranked = (over: Partial<Indicators[number]>): IndicatorSystem =>
    systemOf(indicators.map((one) => (one.code === 'B' ? { ...one, rule: rank, ...over } : one)));
  test('is refused where the scheme names no fallback', () => {
    expect(faultsOf({ system: ranked({}) })).toEqual([
      '/units/0 RANKED_UNITS_TOO_FEW',
      '/units/1 RANKED_UNITS_TOO_FEW',
      '/units/2 RANKED_UNITS_TOO_FEW',
    ]);
  });

  test('is scored by the fallback, and the trace says which rule it was', () => {
    const system = ranked({
      fallback: { type: 'step-table', steps: [{ threshold: '70', share: '1' }], otherwise: '0.5' },
    });
    expect(sheetOf('u3', { system }).items[1]).toMatchObject({
      points: '10',
      trace: { rule: 'step-table', peers: null },
    });
  });

  test('is ranked once it is large enough', () => {
    const units = ['u1', 'u2', 'u3', 'u4', 'u5'].map((id) => unit(id));
    const observations = units.flatMap(({ unitId }, index) => full(unitId, '90', String(10 * (index + 1)), '0'));
    const sheet = sheetOf('u2', {
      system: ranked({}),
      units,
      observations,
      targets: units.map(({ unitId }) => target(unitId)),
    });
    expect(sheet.items[1]).toMatchObject({
      points: '18.75',
      trace: { rule: 'rank-linear', peers: { rank: '4', count: 5 } },
    });
  });
});

describe('a province', () => {
  test('41,352 units by 12 indicators come out whole', () => {
    const list: Indicators = Array.from({ length: 12 }, (_, index) => ({
      ...base,
      code: `I${index}`,
      name: `I${index}`,
      dimensionCode: index % 2 === 0 ? 'X' : 'Y',
      elementCode: `E${index}`,
      rule: { type: 'ratio-to-best', among: 'class', floor: '0' } as const,
      weights: { c1: index === 0 ? '12' : '8', c2: index === 0 ? '12' : '8' },
    }));
    const units = Array.from({ length: 41_352 }, (_, index) =>
      unit(`u${index}`, index % 2 === 0 ? 'c1' : 'c2', `g${index % 2000}`),
    );
    const observations = units.flatMap(({ unitId }, at) =>
      list.map(({ elementCode }, index) => ({
        ...seen(unitId, elementCode, '2025-02', '0'),
        value: decimalOf(((at * 31 + index * 17) % 997) + 1),
      })),
    );
    const sheets = sheetsOf({ system: systemOf(list), units, observations, targets: [] });
    expect(sheets).toHaveLength(41_352);
    expect(sheets.every(({ total, dimensions }) => total === sum(dimensions.map(({ points }) => points)))).toBe(true);
    expect(new Set(sheets.filter(({ rank }) => rank === 1).map(({ groupCode }) => groupCode)).size).toBe(2000);
  }, 60_000);
});
