// E20 a batch that takes long holds the day for its end alone: the day moves beside it, and the lights are of the new day.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../tests/support/integration/partners.ts';
import { lightOf, published, targetIdOf } from '../../../tests/support/targets/acts.ts';
import { county, openWorld, places, type World } from '../../../tests/support/targets/world.ts';

let world: World;
let holder: Client;
beforeAll(async () => {
  world = await openWorld();
  holder = new Client({ connectionString: world.service.url(), options: '-c search_path=targets' });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await world.service.stop();
});

test('E20 while a batch is taken over the day moves at once, and what the batch brings is judged on it', async () => {
  const id = targetIdOf(await published(world), 'EC-01');
  await world.service.beginDay(county, '2025-02-10');
  const january = { placeId: places.tangxia, elementCode: 'EC-FISCAL-REVENUE', period: '2025-01', value: '1000' };
  await world.announce([january], '2025-02-10');
  await holder.query('begin');
  await holder.query('lock table actual in share mode');
  const pulling = world.service.pull();
  await until(async () => {
    const [held] = await world.service.sql("select from pg_locks where relation = 'actual'::regclass and not granted");
    return held;
  });
  await world.service.beginDay(county, '2025-02-11');
  await holder.query('commit');
  await pulling;
  expect(await lightOf(world, id)).toMatchObject({ colour: 'green', since: '2025-02-11', actual: '1000' });
});
