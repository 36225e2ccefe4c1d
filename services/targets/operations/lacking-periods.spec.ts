// The light of a target whose indicator may be without the observations of some periods, as the cycle's scheme says.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decided, tangxiaTargets } from '../../../tests/support/targets/acts.ts';
import { county, cycleId, openWorld, people, places, units, type World } from '../../../tests/support/targets/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.service.stop());

test('a month that the scheme lets lack turns no light grey; one more than those does', async () => {
  const { service } = world;
  // The scheme lets PS-01, an average, be without two months, and EC-01 without none.
  const targets = [...tangxiaTargets, { indicatorCode: 'PS-01', value: '90', curve: { kind: 'even' } }];
  const draft = { county, cycleId, unitId: units.tangxia, targets };
  const { body: plan } = await service.ask('draftPlan', { body: draft }, people.filler);
  const submission = { path: { planId: plan.id }, ifMatch: '"v1"' };
  const { id } = await decided(world, [(await service.ask('submitPlan', submission, people.signer)).body]);
  await service.ask('releaseDecision', { path: { decisionId: id }, ifMatch: '"v1"' }, people.releaser);
  const lightOf = async (code: string) => {
    const targetId = plan.targets.find(({ indicatorCode }) => indicatorCode === code)?.id ?? '';
    return (await service.ask('getTarget', { path: { targetId } }, people.signer)).body.light;
  };
  const january = { placeId: places.tangxia, period: '2025-01' };
  await service.beginDay(county, '2025-02-10');
  await world.batch(
    [
      { ...january, elementCode: 'PS-HOTLINE-ON-TIME', value: '95' },
      { ...january, elementCode: 'EC-FISCAL-REVENUE', value: '1000' },
    ],
    '2025-02-10',
  );
  await service.beginDay(county, '2025-04-16');
  expect(await lightOf('PS-01')).toMatchObject({ colour: 'green', period: '2025-01' });
  expect(await lightOf('EC-01')).toMatchObject({ reason: 'data-late', period: '2025-03' });
  await service.beginDay(county, '2025-05-16');
  expect(await lightOf('PS-01')).toMatchObject({ reason: 'data-late', period: '2025-04' });
});
