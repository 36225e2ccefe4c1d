// Clauses of missing values and small fields: what the scheme says of them, and what keeps a run from completing.
import { describe, expect, test } from 'vitest';
import type { IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import type { RunInput } from './columns.ts';
import {
  faultsOf,
  full,
  type Indicators,
  indicators,
  input,
  seen,
  sheetOf,
  systemOf,
  target,
  unit,
  without,
  withPolicy,
} from './score-run.fixture.ts';

describe('missing data is treated as the indicator says, never as a silent zero', () => {
  test('drop and rescale: the item earns as its unit does by the others, which is what scaling them up to the total gives', () => {
    const sheet = sheetOf('u1', { ...withPolicy('B', 'drop-and-rescale'), ...without('EB', 'u1') });
    // 30 of 100 are dropped: (50 × (60 ÷ 90) × 100 ÷ 70) + (20 × 100 ÷ 70 − 2) = 47.619… + 26.571… = 74.190….
    expect(sheet.items.map(({ status, points, base: shown }) => [status, points, shown])).toEqual([
      ['scored', '33.33', '50'],
      ['dropped', '22.86', '30'],
      ['scored', '18', '20'],
    ]);
    expect(sheet.total).toBe('74.19');
    // (50 × 2 ÷ 3 + 20) × 30 ÷ 70 = 160 ÷ 7 of the 30.
    expect(sheet.items[1]?.trace).toMatchObject({
      value: null,
      share: { numerator: '16', denominator: '21' },
      lacking: ['2025-01', '2025-02'],
    });
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
  const steps = { type: 'step-table', steps: [{ threshold: '70', share: '1' }], otherwise: '0.5' } as const;
  const completion = { type: 'target-completion', cap: '1.2', floor: '0' } as const;
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
    expect(sheetOf('u3', { system: ranked({ fallback: steps }) }).items[1]).toMatchObject({
      points: '10',
      trace: { rule: 'step-table', peers: null },
    });
  });

  test('treats a missing value by the rule that scores the others', () => {
    const system = ranked({ fallback: steps, missing: 'zero' });
    expect(sheetOf('u3', { system, ...without('EB', 'u3') }).items[1]).toMatchObject({
      status: 'zero',
      trace: { rule: 'step-table', value: null, peers: null },
    });
  });

  test('of which nobody has a value is too small as well', () => {
    const system = ranked({ fallback: steps, missing: 'drop-and-rescale' });
    expect(sheetOf('u3', { system, ...without('EB', 'u1', 'u2', 'u3') }).items[1]).toMatchObject({
      status: 'dropped',
      trace: { rule: 'step-table' },
    });
  });

  test('keeps its own rule where the scheme names no fallback', () => {
    const system = ranked({ missing: 'zero' });
    expect(sheetOf('u3', { system, ...without('EB', 'u1', 'u2', 'u3') }).items[1]?.trace.rule).toBe('rank-linear');
  });

  test('asks for the target that its fallback needs, of each unit with a value and of no other', () => {
    const system = ranked({ fallback: completion, missing: 'zero' });
    expect(faultsOf({ system })).toEqual([
      '/units/0 TARGET_MISSING',
      '/units/1 TARGET_MISSING',
      '/units/2 TARGET_MISSING',
    ]);
    expect(faultsOf({ system, ...without('EB', 'u1', 'u3') })).toEqual(['/units/1 TARGET_MISSING']);
  });

  test('is judged for each group: a large one asks for no target and misses by its rank', () => {
    const large = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'].map((id) => unit(id));
    const small = [unit('v1', 'c1', 'h'), unit('v2', 'c1', 'h')];
    const observations = [...large, ...small]
      .flatMap(({ unitId }) => full(unitId, '90', '70', '0'))
      .filter(({ unitId, elementCode }) => elementCode !== 'EB' || (unitId !== 'u6' && unitId !== 'v2'));
    const over = {
      system: ranked({ fallback: completion, missing: 'zero' }),
      units: [...large, ...small],
      observations,
      targets: [...[...large, ...small].map(({ unitId }) => target(unitId)), target('v1', '70', 'B')],
    };
    expect(['u1', 'u6', 'v1', 'v2'].map((id) => sheetOf(id, over).items[1]?.trace.rule)).toEqual([
      'rank-linear',
      'rank-linear',
      'target-completion',
      'target-completion',
    ]);
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
