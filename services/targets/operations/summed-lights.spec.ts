// The light of a target whose indicator sums monthly values: what was summed is stored and shown with it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decided, tangxiaTargets } from '../../../tests/support/targets/acts.ts';
import { county, cycleId, openWorld, people, places, units, type World } from '../../../tests/support/targets/world.ts';

let world: World;
let targetId: string;
beforeAll(async () => {
  world = await openWorld();
  const { service } = world;
  // 信访 of the year, counted by month: SM-01 sums them.
  const targets = [...tangxiaTargets, { indicatorCode: 'SM-01', value: '24', curve: { kind: 'even' } }];
  const draft = { county, cycleId, unitId: units.tangxia, targets };
  const { body: plan } = await service.ask('draftPlan', { body: draft }, people.filler);
  const submission = { path: { planId: plan.id }, ifMatch: '"v1"' };
  const { id } = await decided(world, [(await service.ask('submitPlan', submission, people.signer)).body]);
  await service.ask('releaseDecision', { path: { decisionId: id }, ifMatch: '"v1"' }, people.releaser);
  targetId = plan.targets.find(({ indicatorCode }) => indicatorCode === 'SM-01')?.id ?? '';
});
afterAll(() => world.service.stop());

const petitions = (period: string, value: string, revision = 1) => ({
  placeId: places.tangxia,
  elementCode: 'SM-PETITIONS',
  period,
  value,
  revision,
});
const month = async (day: string, rows: readonly ReturnType<typeof petitions>[]): Promise<void> => {
  await world.service.beginDay(county, day);
  await world.batch(rows, day);
};
const light = async () => (await world.service.ask('getTarget', { path: { targetId } }, people.signer)).body.light;

describe('the light of a sum', () => {
  test('adds up the months and names the observations that it was summed from', async () => {
    await month('2025-02-10', [petitions('2025-01', '2')]);
    expect(await light()).toMatchObject({ colour: 'green', actual: '2', expected: '2' });
    await month('2025-03-10', [petitions('2025-02', '3')]);
    expect(await light()).toMatchObject({
      colour: 'red',
      period: '2025-02',
      actual: '5',
      expected: '4',
      observationId: null,
      revision: null,
      observations: [
        { period: '2025-01', value: '2', revision: 1 },
        { period: '2025-02', value: '3', revision: 1 },
      ],
    });
  });

  test('follows the correction of an earlier month, and keeps what it was summed from before', async () => {
    await month('2025-03-12', [petitions('2025-01', '1', 2)]);
    const { body } = await world.service.ask('getTarget', { path: { targetId } }, people.office);
    expect(body.light).toMatchObject({ colour: 'green', actual: '4', observations: [{ value: '1', revision: 2 }, {}] });
    expect(body.earlierLights[0]).toMatchObject({ colour: 'red', observations: [{ value: '2', revision: 1 }, {}] });
  });

  test('is stored anew for a correction that leaves the sum as it was', async () => {
    await month('2025-03-13', [petitions('2025-01', '2', 3), petitions('2025-02', '2', 2)]);
    expect(await light()).toMatchObject({ actual: '4', since: '2025-03-13' });
    await world.batch([petitions('2025-02', '2', 3)], '2025-03-13');
    expect(await light()).toMatchObject({ since: '2025-03-13', observations: [{ revision: 3 }, { revision: 3 }] });
  });

  test('is grey while a month is late, although a later one came', async () => {
    await month('2025-05-10', [petitions('2025-04', '9')]);
    expect(await light()).toMatchObject({ colour: 'grey', reason: 'data-late', period: '2025-03', actual: null });
    expect(await light()).not.toHaveProperty('observations');
  });

  test('stands with its observations in the list of lights and in the export', async () => {
    await month('2025-05-11', [petitions('2025-03', '2')]);
    const query = { county, cycleId, colour: 'red' };
    const { body } = await world.service.ask('listLights', { query }, people.office);
    expect(body.records).toMatchObject([{ targetId, light: { actual: '15', observations: [{}, {}, {}, {}] } }]);
    const exported = (await world.service.exported('lights', county)).filter(({ key }) => key.startsWith(targetId));
    expect(exported.at(-1)?.content).toMatchObject({
      actual: '15',
      observationId: null,
      observations: [{}, {}, {}, {}],
    });
    expect(exported[0]?.content).not.toHaveProperty('observations');
  });
});
