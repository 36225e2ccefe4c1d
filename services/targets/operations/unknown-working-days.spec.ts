// A cycle whose data are due by working days, and a year whose table of them is not there yet: no day and no batch stops for it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessId } from '#kernel/values/identifier.ts';
import scheme from '../../../rulesets/ruian-thread.json' with { type: 'json' };
import { decisionOn, gaolouTargets, lightOf, targetIdOf } from '../../../tests/support/targets/acts.ts';
import { county, openWorld, people, places, units, type World } from '../../../tests/support/targets/world.ts';

const cycleId = businessId('cycle', county, '2026');
const lightRules = { ...scheme.lightRules, dataDue: { unit: 'working-days', days: 10, source: 'assumed' } };

let world: World;
let targetId = '';
beforeAll(async () => {
  world = await openWorld('2026-01-05');
  const { service } = world;
  await world.openCycle({ cycleId, year: 2026, from: '2026-01', to: '2026-12', openedOn: '2026-01-05', lightRules });
  const draft = { county, cycleId, unitId: units.gaolou, targets: gaolouTargets };
  const { body: plan } = await service.ask('draftPlan', { body: draft }, people.otherFiller);
  await service.ask('submitPlan', { path: { planId: plan.id }, ifMatch: '"v1"' }, people.otherSigner);
  const decision = { ...decisionOn([{ id: plan.id, version: 2 }], '2026-01-05'), cycleId };
  const { body: recorded } = await service.ask('recordDecision', { body: decision }, people.recorder);
  // The last day of the last table that there is: December's value is due in a year that has none.
  await service.beginDay(county, '2026-12-31');
  await service.ask('releaseDecision', { path: { decisionId: recorded.id }, ifMatch: '"v1"' }, people.releaser);
  targetId = targetIdOf(plan, 'EC-01');
});
afterAll(() => world.service.stop());

test('a release on the last known day lights the plan by what is known to be late', async () => {
  expect(await lightOf(world, targetId)).toMatchObject({ colour: 'grey', reason: 'data-late', period: '2026-11' });
});

test('a batch of that day moves the light, and the days of the next year begin', async () => {
  const row = { placeId: places.gaolou, elementCode: 'EC-FISCAL-REVENUE', period: '2026-11', value: '2800' };
  await world.batch([row], '2026-12-31');
  expect(await lightOf(world, targetId)).toMatchObject({ colour: 'green', period: '2026-11' });
  await world.service.beginDay(county, '2027-01-04');
  await world.service.beginDay(county, '2027-03-01');
  expect(await lightOf(world, targetId)).toMatchObject({ colour: 'green', reason: 'on-course', period: '2026-11' });
});

test('each of those days looks at the light again, so that it is right as soon as the table is there', async () => {
  const [row] = await world.service.sql<{ reconsider_on: string }>('select reconsider_on from target where id = $1', [
    targetId,
  ]);
  expect(row?.reconsider_on).toBe('2027-03-02');
});
