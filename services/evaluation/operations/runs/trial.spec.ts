// Trial runs: self-contained, stateless, and every fault of the input named at once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditor, office, signerOf } from '../../../../tests/support/evaluation/people.ts';
import { indicatorSystem } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { trialInput } from '../../../../tests/support/evaluation/trial-input.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.service.stop());

const input = trialInput('a', 'b', 'all');
const trial = (changes: object = {}, person = office) =>
  stage.service.ask('runTrial', { body: { ...input, ...changes } }, person);

describe('a trial run', () => {
  test('gives the sheets of what it was given, ranked, with their traces', async () => {
    const { status, body } = await trial();
    expect(status).toBe(200);
    expect(body.sheets.map(({ unitId, total, rank }) => [unitId, total, rank])).toEqual([
      ['a', '104', 1],
      ['b', '70', 2],
    ]);
    expect(body.sheets[0]?.items[0]?.trace).toMatchObject({ value: '120', limited: null, target: { value: '100' } });
  });

  test('stores nothing, announces nothing and reads nothing that is stored', async () => {
    const tables = ['run', 'score_sheet', 'outbox', 'idempotency', 'audit_entry'];
    const counts = async () => {
      const found: number[] = [];
      for (const table of tables) found.push((await stage.service.sql(`select from ${table}`)).length);
      return found;
    };
    const before = await counts();
    await trial();
    await trial({ units: [] });
    expect(await counts()).toEqual(before);
  });

  test.each([
    // Without water, the 60 of revenue would be scaled up to 100: what that adds, 40 times 1.2, stands on the line of the water.
    ['drop-and-rescale', 'dropped', '48', '120'],
    // The class's one other unit has the best water and so all 40 points.
    ['class-average', 'class-average', '40', '112'],
    ['zero', 'zero', '0', '72'],
  ])('treats a missing value by the policy %s, and says so', async (missing, status, points, total) => {
    const [revenue, water] = indicatorSystem.indicators;
    const system = { ...indicatorSystem, indicators: [revenue, { ...water, missing }] };
    const without = input.observations.filter(({ unitId, elementCode }) => unitId === 'b' || elementCode !== 'E-WATER');
    const { body } = await trial({ indicatorSystem: system, observations: without });
    const sheet = body.sheets.find(({ unitId }) => unitId === 'a');
    expect(sheet?.items[1]).toMatchObject({ status, points, trace: { value: null, lacking: ['2025'] } });
    expect(sheet?.total).toBe(total);
  });

  const [revenue, water] = indicatorSystem.indicators;
  const [first, ...others] = input.observations;
  test.each([
    [
      'weights that do not sum',
      { indicatorSystem: { ...indicatorSystem, total: '99' } },
      '/body/indicatorSystem/classes/0',
      'WEIGHTS_DO_NOT_SUM',
    ],
    [
      'a class that is called as every object has a name, without a weight',
      {
        indicatorSystem: {
          ...indicatorSystem,
          classes: [...indicatorSystem.classes, { code: 'constructor', name: 'x' }],
        },
      },
      '/body/indicatorSystem/indicators/0/weights',
      'WEIGHT_MISSING',
    ],
    [
      'the same indicator twice',
      { indicatorSystem: { ...indicatorSystem, indicators: [revenue, water, water] } },
      '/body/indicatorSystem/indicators/2/code',
      'DUPLICATE',
    ],
    ['months in reverse', { from: '2025-12', to: '2025-01' }, '/body/to', 'RANGE_REVERSED'],
    ['a quarter for a month', { from: '2025-Q1' }, '/body/from', 'MONTH_EXPECTED'],
    ['more than five years', { from: '2020-12' }, '/body/to', 'MONTHS_TOO_MANY'],
    [
      'an observation of an unknown unit',
      { observations: [...others, { ...first, unitId: 'x' }] },
      '/body/observations/3/unitId',
      'UNKNOWN_UNIT',
    ],
    [
      'an observation of an unknown element',
      { observations: [...others, { ...first, elementCode: 'X' }] },
      '/body/observations/3/elementCode',
      'UNKNOWN_INDICATOR',
    ],
    [
      'a target of an unknown indicator',
      { targets: [{ ...input.targets[0], indicatorCode: 'x' }] },
      '/body/targets/0/indicatorCode',
      'UNKNOWN_INDICATOR',
    ],
    ['a value that blocks the run', { observations: others }, '/body/units/0', 'OBSERVATION_MISSING'],
    ['a missing target', { targets: input.targets.slice(1) }, '/body/units/0', 'TARGET_MISSING'],
    [
      'two observations of one revision',
      { observations: [...input.observations, first] },
      '/body/observations/4',
      'OBSERVATION_DUPLICATE',
    ],
  ])('names %s', async (_what, changes, pointer, code) => {
    const answer = await trial(changes);
    const ofTheSystem = pointer.startsWith('/body/indicatorSystem/');
    expect(answer).toMatchObject({ status: 422, code: ofTheSystem ? 'SCHEME_FAULTY' : 'TRIAL_INPUT_FAULTY' });
    expect(answer.faults).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  test('names the faults of the system and of the input together, and calls the whole a faulty scheme', async () => {
    const answer = await trial({
      indicatorSystem: { ...indicatorSystem, indicators: [revenue, water, water] },
      from: '2025-Q1',
    });
    expect(answer).toMatchObject({ status: 422, code: 'SCHEME_FAULTY' });
    expect(answer.faults.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/body/indicatorSystem/indicators/2/code', '/body/from']),
    );
  });

  test('says of whom and of what too few units are ranked', async () => {
    const rule = { type: 'rank-linear', among: 'all', best: '1', worst: '0.5', ties: 'better-rank', unitsMin: 5 };
    const answer = await trial({ indicatorSystem: { ...indicatorSystem, indicators: [{ ...revenue, rule }, water] } });
    expect(answer).toMatchObject({ status: 422, code: 'TRIAL_INPUT_FAULTY' });
    const [unit] = input.units;
    expect(answer.faults).toContainEqual({
      pointer: '/body/units/0',
      code: 'RANKED_UNITS_TOO_FEW',
      expected: `考核单位 ${unit?.unitId} 参加排名的单位太少且未规定替代规则的指标为 ${revenue?.code}`,
    });
  });

  test.each([
    ['lacks a field of its type', { type: 'target-completion', cap: '1' }, ['/rule/floor']],
    [
      'has a field of another type',
      { type: 'per-event-deduction', perEvent: '1', floor: '0', cap: '1' },
      ['/rule/cap'],
    ],
    ['is of no type', { type: 'lottery', floor: '0' }, ['/rule/type']],
  ])('says of a rule that %s what is wrong with it, and nothing of the other types', async (_what, rule, wanted) => {
    const answer = await trial({ indicatorSystem: { ...indicatorSystem, indicators: [{ ...revenue, rule }, water] } });
    expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    expect(answer.faults.map(({ pointer }) => pointer)).toEqual(
      wanted.map((path) => `/body/indicatorSystem/indicators/0${path}`),
    );
  });

  test('names every fault that it counts, also beyond fifty', async () => {
    const observations = Array.from({ length: 60 }, (_, index) => ({ ...first, unitId: `x${index}` }));
    const answer = await trial({ observations });
    expect(answer.faults.filter(({ pointer }) => pointer.endsWith('/unitId'))).toHaveLength(60);
  });

  test.each([
    ['no units', { units: [] }],
    ['a number that is no text', { targets: [{ ...input.targets[0], value: 100 }] }],
    ['a surplus field', { surplus: 1 }],
    [
      'an unknown rule',
      { indicatorSystem: { ...indicatorSystem, indicators: [{ ...revenue, rule: { type: 'guess' } }] } },
    ],
  ])('with %s does not fit the contract', async (_what, changes) => {
    expect(await trial(changes)).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });

  test('is no matter of townships or auditors', async () => {
    expect(await trial({}, signerOf('330381001000'))).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    expect(await trial({}, auditor)).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
  });
});
