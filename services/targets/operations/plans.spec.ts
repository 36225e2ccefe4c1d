// The course of a plan: drafted, submitted, returned with an opinion, replaced, approved and published by two persons.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { drafted, gaolouTargets, submitted, tangxiaTargets } from '../../../tests/support/targets/acts.ts';
import {
  county,
  cycleId,
  openWorld,
  people,
  systemId,
  units,
  type World,
} from '../../../tests/support/targets/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.service.stop());
afterEach(async () => {
  await world.service.sql('truncate plan, target, light, decision, decided_plan, notice');
});

const unknown = '00000000-0000-5000-8000-000000000000';
const draftBody = (change: object = {}): object => ({
  county,
  cycleId,
  unitId: units.tangxia,
  targets: tangxiaTargets,
  ...change,
});
const at = (plan: { readonly id: string }, version: number): { path: { planId: string }; ifMatch: string } => ({
  path: { planId: plan.id },
  ifMatch: `"v${version}"`,
});
const lastEvent = async (): Promise<unknown> => (await world.service.sent()).at(-1);

describe('a plan', () => {
  test('is drafted by the filler of its unit, with the elements of its indicators', async () => {
    const answer = await world.service.ask('draftPlan', { body: draftBody() }, people.filler);
    expect(answer).toMatchObject({ status: 201, etag: '"v1"', body: { state: 'draft', version: 1, returned: null } });
    expect(answer.body.targets.map(({ indicatorCode, elementCode }) => `${indicatorCode} ${elementCode}`)).toEqual([
      'EC-01 EC-FISCAL-REVENUE',
      'EC-03 EC-NEW-ENTERPRISES',
      'PS-02 PS-LIVELIHOOD-PROJECTS',
    ]);
  });

  test.each([
    ['for a cycle that was not opened', { cycleId: unknown }, people.filler, 422, 'CYCLE_UNKNOWN'],
    ['for a unit that the cycle has not', { unitId: unknown }, people.filler, 422, 'UNIT_UNKNOWN'],
    ["for another township's unit", { unitId: units.gaolou }, people.filler, 403, 'OUT_OF_SCOPE'],
    ['by the office', {}, people.office, 403, 'AUTHORITY_MISSING'],
    ['by the signer', {}, people.signer, 403, 'AUTHORITY_MISSING'],
    ['by a filler of another county', {}, { ...people.filler, counties: ['330382'] }, 403, 'OUT_OF_SCOPE'],
    ['by a filler without a place', {}, { ...people.filler, places: [] }, 403, 'OUT_OF_SCOPE'],
    [
      'with faulty targets',
      { targets: [{ indicatorCode: 'XX', value: '1', curve: { kind: 'even' } }] },
      people.filler,
      422,
      'PLAN_FAULTY',
    ],
    ['without targets', { targets: [] }, people.filler, 400, 'REQUEST_INVALID'],
  ] as const)('is not drafted %s', async (_, change, person, status, code) => {
    const answer = await world.service.ask('draftPlan', { body: draftBody(change) }, person);
    expect(answer).toMatchObject({ status, code });
    expect(await world.service.sql('select from plan')).toHaveLength(0);
  });

  test('has each of its faults named where it is', async () => {
    const targets = [
      { indicatorCode: 'XX-01', value: '1', curve: { kind: 'even' } },
      {
        indicatorCode: 'EC-01',
        value: '-1.234',
        curve: { kind: 'points', points: [{ period: '2026-01', value: '5' }] },
      },
    ];
    const answer = await world.service.ask('draftPlan', { body: draftBody({ targets }) }, people.filler);
    expect(answer.faults.map(({ pointer }) => pointer)).toEqual([
      '/body/targets/0/indicatorCode',
      '/body/targets/1/value',
      '/body/targets/1/value',
      '/body/targets/1/curve/points/0/period',
      '/body/targets/1/curve/points/0/value',
    ]);
  });

  test('is one for a unit and cycle', async () => {
    await drafted(world);
    const answer = await world.service.ask('draftPlan', { body: draftBody() }, people.filler);
    expect(answer).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  test('lacks a target of an indicator that scores against one until it is added', async () => {
    const [first] = tangxiaTargets;
    const { body } = await world.service.ask('draftPlan', { body: draftBody({ targets: [first] }) }, people.filler);
    expect(await world.service.ask('submitPlan', at(body, 1), people.signer)).toMatchObject({
      code: 'TARGETS_MISSING',
    });
    const replaced = await world.service.ask(
      'replacePlan',
      { ...at(body, 1), body: { targets: tangxiaTargets } },
      people.filler,
    );
    expect(replaced).toMatchObject({ status: 200, etag: '"v2"', body: { state: 'draft' } });
    expect(await world.service.ask('submitPlan', at(body, 2), people.signer)).toMatchObject({ status: 200 });
  });

  test('needs no target of an indicator without weight for its class', async () => {
    expect(await submitted(world, 'gaolou')).toMatchObject({ state: 'submitted', targets: gaolouTargets });
  });

  test('is returned with an opinion that no event carries, replaced and submitted again', async () => {
    const plan = await submitted(world);
    const body = { opinion: '财政收入目标低于上年实绩。' };
    const returned = await world.service.ask('returnPlan', { ...at(plan, 2), body }, people.office);
    expect(returned).toMatchObject({
      status: 200,
      body: { state: 'returned', returned: { ...body, on: '2025-01-10' } },
    });
    expect(await lastEvent()).toMatchObject({ type: 'cn.jixiao.targets.PlanReturned.v1', payload: { version: 3 } });
    expect(JSON.stringify(await world.service.sent())).not.toContain(body.opinion);
    const again = await world.service.ask(
      'replacePlan',
      { ...at(plan, 3), body: { targets: tangxiaTargets } },
      people.filler,
    );
    expect(again.body).toMatchObject({ state: 'draft', returned: body, submittedOn: null });
    expect(await world.service.ask('submitPlan', at(plan, 4), people.signer)).toMatchObject({ etag: '"v5"' });
  });

  test('is not returned without an opinion, nor with a blank one', async () => {
    const plan = await submitted(world);
    for (const body of [{}, { opinion: '' }, { opinion: '  ' }])
      expect(await world.service.ask('returnPlan', { ...at(plan, 2), body }, people.office)).toMatchObject({
        status: 400,
      });
  });

  test.each([
    ['submitPlan', people.signer, undefined],
    ['replacePlan', people.filler, { targets: tangxiaTargets }],
  ] as const)('that is submitted refuses %s', async (operation, person, body) => {
    const plan = await submitted(world);
    const question = { ...at(plan, 2), ...(body === undefined ? {} : { body }) };
    expect(await world.service.ask(operation, question, person)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test.each([
    ['of a draft is refused to the office', 'returnPlan', people.office, '"v1"', 409, 'STATE_CONFLICT'],
    ['is refused to the filler', 'submitPlan', people.filler, '"v1"', 403, 'AUTHORITY_MISSING'],
    ['of another township is not found by a signer', 'submitPlan', people.otherSigner, '"v1"', 404, 'NOT_FOUND'],
    ['of another county is not found by an office', 'returnPlan', people.stranger, '"v1"', 404, 'NOT_FOUND'],
    ['needs the version that was read', 'submitPlan', people.signer, '"v2"', 412, 'ETAG_STALE'],
    ['needs a version at all', 'submitPlan', people.signer, undefined, 428, 'PRECONDITION_MISSING'],
  ] as const)('changing it: one %s', async (_, operation, person, ifMatch, status, code) => {
    const plan = await drafted(world);
    const question = { path: { planId: plan.id }, ...(ifMatch === undefined ? {} : { ifMatch }) };
    const body = operation === 'returnPlan' ? { body: { opinion: '退回' } } : {};
    expect(await world.service.ask(operation, { ...question, ...body }, person)).toMatchObject({ status, code });
  });

  test('is seen by its township and the office, and is not there for others', async () => {
    const plan = await drafted(world);
    const question = { path: { planId: plan.id } };
    for (const person of [people.filler, people.signer, people.office])
      expect(await world.service.ask('getPlan', question, person)).toMatchObject({ status: 200, etag: '"v1"' });
    for (const person of [people.otherFiller, people.stranger, { ...people.office, places: [] }])
      expect(await world.service.ask('getPlan', question, person)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('is listed by place code, page by page, to those who may see it', async () => {
    const [tangxia, gaolou] = [await drafted(world, 'tangxia'), await submitted(world, 'gaolou')];
    const ids = async (
      query: Record<string, string>,
      person: Parameters<World['service']['ask']>[2],
    ): Promise<unknown> =>
      (await world.service.ask('listPlans', { query: { county, ...query } }, person)).body.records.map(({ id }) => id);
    expect(await ids({}, people.office)).toEqual([tangxia.id, gaolou.id]);
    expect(await ids({}, people.filler)).toEqual([tangxia.id]);
    expect(await ids({ state: 'submitted' }, people.office)).toEqual([gaolou.id]);
    expect(await ids({ unitId: units.gaolou }, people.filler)).toEqual([]);
    const first = await world.service.ask('listPlans', { query: { county, limit: '1' } }, people.office);
    expect(await ids({ limit: '1', cursor: first.body.next ?? '' }, people.office)).toEqual([gaolou.id]);
  });
});

describe('a retired indicator system', () => {
  test('takes no new plan, and leaves what used it as it is', async () => {
    const plan = await drafted(world);
    const retired = { indicatorSystemId: systemId, code: 'ruian-thread', version: 1, retiredOn: '2025-01-10' };
    await world.service.receive('cn.jixiao.indicators.IndicatorSystemRetired.v1', county, retired);
    const other = draftBody({ unitId: units.gaolou, targets: gaolouTargets });
    expect(await world.service.ask('draftPlan', { body: other }, people.otherFiller)).toMatchObject({
      status: 409,
      code: 'INDICATOR_SYSTEM_NOT_IN_FORCE',
    });
    expect(await world.service.ask('submitPlan', at(plan, 1), people.signer)).toMatchObject({ status: 200 });
    await world.service.sql('update indicator_system set retired_on = null');
  });
});
