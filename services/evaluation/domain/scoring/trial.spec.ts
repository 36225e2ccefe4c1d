// Clauses of a trial run: self-contained, strict about names, every fault at once.
import { describe, expect, test } from 'vitest';
import { period } from '#kernel/values/period.ts';
import { runTrial, type TrialInput } from './trial.ts';

const input = (over: Partial<TrialInput> = {}): TrialInput => ({
  indicatorSystem: {
    code: 'S',
    version: 1,
    name: 'S',
    total: '100',
    precision: 2,
    dimensions: [{ code: 'X', name: '甲' }],
    classes: [{ code: 'c', name: '类' }],
    indicators: [
      {
        code: 'A',
        name: '完成率',
        dimensionCode: 'X',
        elementCode: 'EA',
        direction: 'higher',
        aggregation: { method: 'latest', frequency: 'month', mayLack: 0 },
        rule: { type: 'target-completion', cap: '1', floor: '0' },
        missing: 'block',
        weights: { c: '100' },
        source: 'assumed',
      },
    ],
  },
  from: period('2025-01'),
  to: period('2025-03'),
  units: [{ unitId: 'u1', classCode: 'c', groupCode: 'g' }],
  observations: [
    { observationId: 'o1', unitId: 'u1', elementCode: 'EA', period: period('2025-03'), revision: 1, value: '33.30' },
  ],
  targets: [{ targetId: 't1', unitId: 'u1', indicatorCode: 'A', value: '99.9' }],
  ...over,
});
const observation = input().observations[0];
const target = input().targets[0];
if (observation === undefined || target === undefined) throw new Error('one observation and one target');

describe('a trial', () => {
  test('gives the sheets that a run would give', () => {
    expect(runTrial(input())).toMatchObject({
      ok: true,
      value: [{ unitId: 'u1', total: '33.33', rank: 1, items: [{ trace: { value: '33.3' } }] }],
    });
  });

  const { indicatorSystem } = input();
  test.each([
    [
      'a system whose weights do not sum',
      { indicatorSystem: { ...indicatorSystem, total: '99' } },
      ['/indicatorSystem/classes/0 WEIGHTS_DO_NOT_SUM'],
    ],
    [
      'a value that is no number',
      { observations: [{ ...observation, value: '约33' }] },
      ['/observations/0/value DECIMAL_MALFORMED'],
    ],
    ['a target that is no number', { targets: [{ ...target, value: '1e9' }] }, ['/targets/0/value DECIMAL_MALFORMED']],
    [
      'an observation of a unit that is not there',
      { observations: [{ ...observation, unitId: 'u2' }] },
      ['/observations/0/unitId UNKNOWN_UNIT'],
    ],
    [
      'an observation of an element that nothing asks for',
      { observations: [{ ...observation, elementCode: 'E-A' }] },
      ['/observations/0/elementCode UNKNOWN_INDICATOR'],
    ],
    [
      'a target of a unit that is not there',
      { targets: [{ ...target, unitId: 'u2' }] },
      ['/targets/0/unitId UNKNOWN_UNIT'],
    ],
    [
      'a target of an indicator that is not there',
      { targets: [{ ...target, indicatorCode: 'Z' }] },
      ['/targets/0/indicatorCode UNKNOWN_INDICATOR'],
    ],
    ['two targets for one indicator', { targets: [target, { ...target, targetId: 't2' }] }, ['/targets/1 DUPLICATE']],
    ['a cycle that ends before it begins', { from: period('2025-04') }, ['/to RANGE_REVERSED']],
    ['a cycle that begins with a quarter', { from: period('2025-Q1') }, ['/from MONTH_EXPECTED']],
    ['a cycle that ends with a year', { to: period('2025') }, ['/to MONTH_EXPECTED']],
    ['a cycle of a century', { to: period('2125-01') }, ['/to MONTHS_TOO_MANY']],
    ['a cycle of 72 months', { from: period('2020-01'), to: period('2025-12') }, ['/to MONTHS_TOO_MANY']],
    ['a cycle of 61 months', { from: period('2020-03') }, ['/to MONTHS_TOO_MANY']],
    ['a missing observation', { observations: [] }, ['/units/0 OBSERVATION_MISSING']],
  ] as const satisfies readonly (readonly [string, Partial<TrialInput>, readonly string[]])[])(
    '%s is refused',
    (_, over, want) => {
      const outcome = runTrial(input(over));
      expect(outcome.ok ? [] : outcome.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(want);
    },
  );

  test('of 60 months, the first and the last among them, is in bounds', () => {
    expect(runTrial(input({ from: period('2020-04') })).ok).toBe(true);
  });

  test('months in reverse are named beside the faults of the system', () => {
    const faulty = { ...indicatorSystem, precision: 9 };
    const outcome = runTrial(input({ from: period('2025-04'), indicatorSystem: faulty }));
    expect(outcome.ok ? [] : outcome.faults.map(({ pointer }) => pointer)).toEqual([
      '/indicatorSystem/precision',
      '/to',
    ]);
  });

  test('faults of all parts come together', () => {
    const outcome = runTrial(
      input({
        from: period('2025'),
        observations: [{ ...observation, value: '' }],
        indicatorSystem: { ...indicatorSystem, precision: 9 },
      }),
    );
    expect(outcome.ok ? [] : outcome.faults.map(({ pointer }) => pointer)).toEqual([
      '/indicatorSystem/precision',
      '/from',
      '/observations/0/value',
    ]);
  });
});
