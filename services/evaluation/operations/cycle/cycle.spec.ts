// The unit track of a cycle, through the public operations: each step in its order, and out of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId } from '#kernel/values/identifier.ts';
import { abroad, auditor, office, signerOf } from '../../../../tests/support/evaluation/people.ts';
import { indicatorSystemId, rules } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { county, placeCodes, placeIdOf } from '../../../../tests/support/small-directory.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.service.beginDay(county, '2025-01-10');
});
afterAll(() => stage.service.stop());

const open = (changes: object, person = office) =>
  stage.service.ask('openCycle', { body: { ...stage.draft, ...changes } }, person);

describe('a cycle that is to be opened', () => {
  const place = placeIdOf('330381001000');
  const unit = { placeId: place, classCode: 'plain', groupCode: 'all' };
  const scheme = rules() as { gradingRules: { team: { excellent: object; bands: object[] } }; lightRules: object };
  const team = (changes: object) => ({
    ...scheme,
    gradingRules: { team: { ...scheme.gradingRules.team, ...changes } },
  });
  const last = { grade: 'poor', from: null, source: 'assumed' };
  // Chinese has three bytes a character: 200 curves with the longest sources have more than 300,000.
  const curves = Array.from({ length: 200 }, (_, index) => ({
    indicatorCode: `I${index}`,
    kind: 'even',
    source: '据'.repeat(500),
  }));

  test.each([
    ['an unknown indicator system', { indicatorSystemId: place }, 'INDICATOR_SYSTEM_NOT_IN_FORCE', []],
    ['months in reverse', { from: '2025-12', to: '2025-01' }, 'VALUE_INVALID', ['/body/to']],
    ['months of another year', { from: '2024-12' }, 'VALUE_INVALID', ['/body/from']],
    [
      'a ranking group twice',
      { groups: [1, 2].map(() => ({ code: 'all', name: '组' })) },
      'VALUE_INVALID',
      ['/body/groups/1/code'],
    ],
    ['a place twice', { units: [unit, unit] }, 'VALUE_INVALID', ['/body/units/1/placeId']],
    ['an unknown weight class', { units: [{ ...unit, classCode: 'x' }] }, 'VALUE_INVALID', ['/body/units/0/classCode']],
    [
      'an unknown ranking group',
      { units: [{ ...unit, groupCode: 'x' }] },
      'VALUE_INVALID',
      ['/body/units/0/groupCode'],
    ],
    [
      'a place that is not in the directory',
      { units: [unit, { ...unit, placeId: businessId('place', 'x') }] },
      'PLACE_UNKNOWN',
      ['/body/units/1/placeId'],
    ],
    [
      'a township of the neighbour',
      { units: [{ ...unit, placeId: placeIdOf(placeCodes.abroad) }] },
      'PLACE_UNKNOWN',
      ['/body/units/0/placeId'],
    ],
    [
      'the county itself as a unit',
      { units: [{ ...unit, placeId: placeIdOf(placeCodes.county) }] },
      'VALUE_INVALID',
      ['/body/units/0/placeId'],
    ],
    [
      'light rules whose green is below their yellow',
      { rules: { ...scheme, lightRules: { ...scheme.lightRules, green: { completion: '0.8', source: 'assumed' } } } },
      'VALUE_INVALID',
      ['/body/rules/lightRules/green/completion'],
    ],
    [
      'a quota above the whole',
      { rules: rules('1.5') },
      'SCHEME_FAULTY',
      ['/body/rules/gradingRules/team/excellent/share'],
    ],
    [
      'a first band without a bound',
      { rules: team({ bands: [last, { ...last, grade: 'fair' }] }) },
      'SCHEME_FAULTY',
      ['/body/rules/gradingRules/team/bands/0/from'],
    ],
    [
      'bounds of grades finer than totals are',
      {
        rules: team({
          excellent: { ...scheme.gradingRules.team.excellent, from: '80.001' },
          bands: [{ ...last, grade: 'good', from: '60.125' }, last],
        }),
      },
      'SCHEME_FAULTY',
      ['/body/rules/gradingRules/team/excellent/from', '/body/rules/gradingRules/team/bands/0/from'],
    ],
    [
      'light rules that no event could carry',
      { rules: { ...scheme, lightRules: { ...scheme.lightRules, curves } } },
      'LIGHT_RULES_TOO_LARGE',
      ['/body/rules/lightRules'],
    ],
    [
      '优秀 as a band beside its quota',
      { rules: team({ bands: [{ ...last, grade: 'excellent' }] }) },
      'SCHEME_FAULTY',
      ['/body/rules/gradingRules/team/bands/0/grade'],
    ],
  ])('with %s is refused', async (_what, changes, code, pointers) => {
    const answer = await open(changes);
    expect(answer.code).toBe(code);
    expect(answer.faults.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(await stage.service.sql('select from cycle')).toHaveLength(0);
  });

  test('is refused to who has no authority, and to the office of another county', async () => {
    expect(await open({}, signerOf('330381001000'))).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    expect(await open({}, abroad)).toMatchObject({ status: 403, code: 'OUT_OF_SCOPE' });
  });

  test('is refused to an office whose places do not hold its units', async () => {
    const answer = await open({}, { ...office, places: [placeIdOf('330381001000')] });
    expect(answer).toMatchObject({ status: 422, code: 'PLACE_UNKNOWN' });
  });

  test('is refused with a place of another county, also where the office may see that place', async () => {
    const places = [placeCodes.county, placeCodes.neighbour].map(placeIdOf);
    const units = [{ ...unit, placeId: placeIdOf(placeCodes.abroad) }];
    expect(await open({ units }, { ...office, places })).toMatchObject({ status: 422, code: 'PLACE_UNKNOWN' });
  });

  test('freezes units, classes and groups, and announces them with the clocks of its rules', async () => {
    const answer = await open({});
    expect(answer).toMatchObject({ status: 201, etag: '"v1"', body: { state: 'collecting', unitCount: 6 } });
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.evaluation.CycleOpened.v1',
      key: stage.cycleId,
      payload: { cycleId: stage.cycleId, indicatorSystemId, noticeAnswer: { unit: 'working-days', days: 10 } },
    });
    const units = await stage.service.ask('listUnits', { path: { cycleId: stage.cycleId } }, auditor);
    expect(units.body.records.map(({ placeId }) => placeId)).toEqual(
      stage.performances.map(({ code }) => placeIdOf(code)),
    );
  });

  test('is refused as the second of its kind and year', async () => {
    expect(await open({ name: '又一个' })).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  test('is refused on a system that was retired, and the cycle that has it stays', async () => {
    await stage.service.receive('cn.jixiao.indicators.IndicatorSystemRetired.v1', county, {
      indicatorSystemId,
      code: 'small',
      version: 1,
      retiredOn: '2025-01-10',
    });
    const answer = await open({ year: 2026, from: '2026-01', to: '2026-12' });
    expect(answer).toMatchObject({ status: 409, code: 'INDICATOR_SYSTEM_NOT_IN_FORCE' });
    expect((await stage.cycle()).status).toBe(200);
  });
});

describe('a cycle', () => {
  test('of another county is not found, since its existence is a secret', async () => {
    const path = { cycleId: stage.cycleId };
    expect(await stage.service.ask('getCycle', { path }, abroad)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await stage.service.ask('listUnits', { path }, abroad)).status).toBe(404);
    expect((await stage.service.ask('notifyScores', { path, ifMatch: '"v1"' }, abroad)).status).toBe(404);
  });

  test('is listed by county and state', async () => {
    const list = (query: Record<string, string>) =>
      stage.service.ask('listCycles', { query: { county, ...query } }, office);
    expect((await list({})).body.records).toHaveLength(1);
    expect((await list({ state: 'collecting' })).body.records).toHaveLength(1);
    expect((await list({ state: 'announced' })).body.records).toHaveLength(0);
  });

  test('is changed on its current version only', async () => {
    const path = { cycleId: stage.cycleId };
    const body = { overruled: [] };
    const stale = await stage.service.ask('closeCollection', { path, body, ifMatch: '"v9"' }, office);
    expect(stale).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    const current = String((await stage.service.ask('getCycle', { path }, office)).etag);
    const weak = await stage.service.ask('closeCollection', { path, body, ifMatch: `W/${current}` }, office);
    expect(weak).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    const list = await stage.service.ask('closeCollection', { path, body, ifMatch: `"v9", W/${current}` }, office);
    expect(list).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    const malformed = await stage.service.ask('closeCollection', { path, body, ifMatch: 'v1' }, office);
    expect(malformed).toMatchObject({ status: 400, faults: [{ pointer: '/header/If-Match' }] });
    const without = await stage.service.ask('closeCollection', { path, body }, office);
    expect(without).toMatchObject({ status: 428, code: 'PRECONDITION_MISSING' });
  });
});
