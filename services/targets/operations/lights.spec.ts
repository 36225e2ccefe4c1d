// Lights follow the values that come and the days that begin, and nothing else.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decided, drafted, lightOf, published, submitted, targetIdOf } from '../../../tests/support/targets/acts.ts';
import {
  county,
  cycleId,
  openWorld,
  people,
  places,
  type Row,
  units,
  type World,
} from '../../../tests/support/targets/world.ts';
import { rowsAtATime } from '../store/take-actuals.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.service.stop());
const clear = async (): Promise<void> => {
  await world.service.sql('truncate plan, target, light, decision, decided_plan, notice, outbox, actual');
  await world.service.sql('update business_day set date = $1', ['2025-01-10']);
};
afterEach(clear);

const revenue = (period: string, value: string, change: Partial<Row> = {}): Row => ({
  placeId: places.tangxia,
  elementCode: 'EC-FISCAL-REVENUE',
  period,
  value,
  ...change,
});
const day = (date: string): Promise<void> => world.service.beginDay(county, date);
const turns = async (): Promise<string[]> =>
  (await world.service.sent())
    .filter(({ type }) => type.endsWith('TargetLightChanged.v1'))
    .map(
      ({ payload }) =>
        `${String(payload['date'])} ${String(payload['from'])} → ${String(payload['to'])}, ${String(payload['reason'])}`,
    );
const revenueTarget = async (): Promise<string> => targetIdOf(await published(world), 'EC-01');

describe('the light of a target', () => {
  test('is grey from its publication on, before anything is due, and tells nobody', async () => {
    const id = await revenueTarget();
    expect(await lightOf(world, id)).toMatchObject({
      colour: 'grey',
      reason: 'not-due',
      since: '2025-01-10',
      actual: null,
    });
    expect(await turns()).toEqual([]);
  });

  test('turns with the values of its element and place, each change told once', async () => {
    const id = await revenueTarget();
    await day('2025-02-10');
    await world.batch([revenue('2025-01', '1000')], '2025-02-10');
    expect(await lightOf(world, id)).toMatchObject({
      colour: 'green',
      since: '2025-02-10',
      period: '2025-01',
      actual: '1000',
      expected: '1000',
      revision: 1,
    });
    await day('2025-03-10');
    await world.batch([revenue('2025-02', '1850')], '2025-03-10');
    await day('2025-04-10');
    await world.batch([revenue('2025-03', '2500')], '2025-04-10');
    await day('2025-05-10');
    await world.batch([revenue('2025-04', '3500')], '2025-05-10');
    expect(await turns()).toEqual([
      '2025-02-10 grey → green, on-course',
      '2025-03-10 green → yellow, behind',
      '2025-04-10 yellow → red, far-behind',
      '2025-05-10 red → yellow, behind',
    ]);
    const { body } = await world.service.ask('getTarget', { path: { targetId: id } }, people.signer);
    expect(body.earlierLights.map(({ colour, since }) => `${since} ${colour}`)).toEqual([
      '2025-04-10 red',
      '2025-03-10 yellow',
      '2025-02-10 green',
      '2025-01-10 grey',
    ]);
  });

  test('is computed at its publication from values that came before', async () => {
    await day('2025-02-10');
    await world.batch([revenue('2025-01', '900')], '2025-02-10');
    const id = await revenueTarget();
    expect(await lightOf(world, id)).toMatchObject({ colour: 'yellow', actual: '900' });
    expect(await turns()).toEqual(['2025-02-10 grey → yellow, behind']);
  });

  test('is right where its plan is published while a batch is taken in', async () => {
    for (let round = 1; round <= 5; round += 1) {
      await clear();
      await day('2025-02-10');
      const plan = await submitted(world);
      const { id } = await decided(world, [plan]);
      // Many rows make the batch take long enough to meet the release.
      const many = Array.from({ length: 3_000 }, (_, n) => revenue('2025-01', '1', { elementCode: `X-${n}` }));
      await world.announce([...many, revenue('2025-01', '900')], '2025-02-10');
      const release = { path: { decisionId: id }, ifMatch: '"v1"' };
      const [, answer] = await Promise.all([
        world.service.pull(),
        world.service.ask('releaseDecision', release, people.releaser),
      ]);
      expect(answer.status).toBe(200);
      expect(await lightOf(world, targetIdOf(plan, 'EC-01'))).toMatchObject({ colour: 'yellow', actual: '900' });
    }
  });

  test('is not moved by the values of another place or element', async () => {
    const id = await revenueTarget();
    await day('2025-02-10');
    await world.batch(
      [
        revenue('2025-01', '1', { placeId: places.gaolou }),
        revenue('2025-01', '1', { elementCode: 'EC-FIXED-INVESTMENT' }),
      ],
      '2025-02-10',
    );
    expect(await lightOf(world, id)).toMatchObject({ colour: 'grey', reason: 'not-due' });
  });

  test('turns grey by the day when the department is late, and back when the value comes', async () => {
    const id = await revenueTarget();
    await day('2025-02-10');
    await world.batch([revenue('2025-01', '900')], '2025-02-10');
    await day('2025-03-15');
    expect(await lightOf(world, id)).toMatchObject({ colour: 'yellow' });
    await day('2025-03-16');
    expect(await lightOf(world, id)).toMatchObject({
      colour: 'grey',
      reason: 'data-late',
      period: '2025-02',
      actual: null,
    });
    await world.batch([revenue('2025-02', '1990')], '2025-03-16');
    expect(await lightOf(world, id)).toMatchObject({ colour: 'green', since: '2025-03-16' });
    expect(await turns()).toContain('2025-03-16 yellow → grey, data-late');
  });

  test('makes up for days that were left out', async () => {
    const id = await revenueTarget();
    await day('2025-09-01');
    expect(await lightOf(world, id)).toMatchObject({
      colour: 'grey',
      reason: 'data-late',
      period: '2025-07',
      since: '2025-09-01',
    });
  });

  test('follows a correction, and the light before it stays as it was', async () => {
    const id = await revenueTarget();
    await day('2025-02-10');
    await world.batch([revenue('2025-01', '900')], '2025-02-10');
    await day('2025-02-12');
    await world.batch([revenue('2025-01', '980', { revision: 2 })], '2025-02-12');
    const { body } = await world.service.ask('getTarget', { path: { targetId: id } }, people.office);
    expect(body.light).toMatchObject({ colour: 'green', actual: '980', revision: 2, since: '2025-02-12' });
    expect(body.earlierLights[0]).toMatchObject({ colour: 'yellow', actual: '900', revision: 1, since: '2025-02-10' });
  });

  test('is not moved by an older revision that arrives later, nor by the same batch again', async () => {
    const id = await revenueTarget();
    await day('2025-02-10');
    await world.batch([revenue('2025-01', '980', { revision: 2 })], '2025-02-10');
    await world.batch([revenue('2025-01', '1', { revision: 1 })], '2025-02-10');
    await world.batch([revenue('2025-01', '980', { revision: 2 })], '2025-02-10');
    expect(await lightOf(world, id)).toMatchObject({ colour: 'green', actual: '980', revision: 2 });
    expect(await turns()).toHaveLength(1);
  });

  test('has the same history in whichever order the batches of a day are taken in', async () => {
    const batches = [
      [revenue('2025-01', '700')],
      [revenue('2025-02', '1990'), revenue('2025-01', '900', { revision: 2 })],
      [revenue('2025-02', '1700', { revision: 2 })],
    ];
    const histories: string[] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      await clear();
      const id = await revenueTarget();
      await day('2025-03-10');
      for (const index of order) await world.batch(batches[index] ?? [], '2025-03-10');
      const { body } = await world.service.ask('getTarget', { path: { targetId: id } }, people.office);
      histories.push(JSON.stringify([body.light, ...body.earlierLights]));
    }
    expect(new Set(histories).size).toBe(1);
    expect(histories[0]).toContain('"actual":"1700"');
  });
});

describe('a batch', () => {
  test('waits for the day on which it was accepted', async () => {
    await expect(world.announce([revenue('2025-01', '1')], '2025-02-10')).rejects.toMatchObject({
      name: 'WaitFor',
      dependency: { type: 'cn.jixiao.integration.DayBegan.v1', key: `${county}/2025-02-10` },
    });
    expect(
      await world.service.sql("select from handover_pull where kind = 'observation-batch' and switched_at is null"),
    ).toHaveLength(0);
  });

  test('of more rows than one statement takes is taken in whole', async () => {
    const id = await revenueTarget();
    await day('2025-02-10');
    const many = Array.from({ length: rowsAtATime }, (_, n) => revenue('2025-01', '1', { elementCode: `A-${n}` }));
    await world.batch([...many, revenue('2025-01', '1000')], '2025-02-10');
    expect(await world.service.sql('select count(*)::int as n from actual')).toEqual([{ n: rowsAtATime + 1 }]);
    expect(await lightOf(world, id)).toMatchObject({ colour: 'green' });
  });
});

describe('lights', () => {
  const list = async (query: Record<string, string>, person = people.office): Promise<string[]> =>
    (await world.service.ask('listLights', { query: { county, cycleId, ...query } }, person)).body.records.map(
      ({ placeId, indicatorCode, light }) =>
        `${placeId === places.tangxia ? '塘下' : '高楼'} ${indicatorCode} ${light.colour}`,
    );

  test('are listed by unit and indicator, by colour, and as they were on a day', async () => {
    await published(world, 'tangxia');
    await published(world, 'gaolou');
    await day('2025-02-10');
    await world.batch([revenue('2025-01', '900')], '2025-02-10');
    expect(await list({})).toEqual([
      '塘下 EC-01 yellow',
      '塘下 EC-03 grey',
      '塘下 PS-02 grey',
      '高楼 EC-01 grey',
      '高楼 PS-02 grey',
    ]);
    expect(await list({ colour: 'yellow' })).toEqual(['塘下 EC-01 yellow']);
    expect(await list({ unitId: units.gaolou, colour: 'yellow' })).toEqual([]);
    expect(await list({ asOf: '2025-02-09', colour: 'yellow' })).toEqual([]);
    expect(await list({ asOf: '2025-01-09' })).toEqual([]);
    expect(await list({}, people.otherSigner)).toEqual(['高楼 EC-01 grey', '高楼 PS-02 grey']);
    expect(await list({}, { ...people.office, places: [] })).toEqual([]);
  });

  test('come page by page, each once', async () => {
    await published(world, 'tangxia');
    await published(world, 'gaolou');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: Record<string, string> = { county, cycleId, limit: '2', ...(cursor === '' ? {} : { cursor }) };
      const { body } = await world.service.ask('listLights', { query }, people.office);
      seen.push(...body.records.map(({ targetId }) => targetId));
      cursor = body.next;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test('are of published plans alone, and of one’s own', async () => {
    const own = await revenueTarget();
    const drafts = targetIdOf(await drafted(world, 'gaolou'), 'EC-01');
    const cases = [
      [drafts, people.office],
      [own, people.otherFiller],
      [own, people.stranger],
    ] as const;
    for (const [targetId, person] of cases)
      expect(await world.service.ask('getTarget', { path: { targetId } }, person)).toMatchObject({ status: 404 });
    expect(await list({ unitId: units.gaolou })).toEqual([]);
  });
});
