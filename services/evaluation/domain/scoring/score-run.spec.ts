// Clauses of a scoring run: traces, rounding, ranks, classes without weight.
import { describe, expect, test } from 'vitest';
import { decimalOf, sum } from '#kernel/values/decimal.ts';
import {
  base,
  faultsOf,
  full,
  type Indicators,
  indicators,
  input,
  seen,
  sheetOf,
  sheetsOf,
  systemOf,
  target,
  unit,
  without,
} from './score-run.fixture.ts';

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

describe('a number of more digits than an answer can carry', () => {
  const longest = '9'.repeat(18);
  test('is a fault of the unit and the indicator, and never a sheet', () => {
    const observations = [
      ...full('u1', '60', '70', longest),
      seen('u1', 'EC', '2025-01', longest, 2),
      ...full('u2', '60', '70', longest),
    ];
    const faults = faultsOf({ units: [unit('u1'), unit('u2')], observations, targets: [target('u1'), target('u2')] });
    expect(faults).toEqual(['/units/0 RESULT_TOO_LONG', '/units/1 RESULT_TOO_LONG']);
  });

  test('is none, as long as it has 18 digits before the point', () => {
    const observations = full('u1', longest, '70', '0');
    expect(sheetsOf({ units: [unit('u1')], observations, targets: [target('u1')] })).toHaveLength(1);
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
