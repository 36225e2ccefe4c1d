// E21 what is under way with the partners is open work, until it came to an end of whatever kind.
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import {
  announceResults,
  decideGrades,
  registerDecision,
  teamsOf,
} from '../../../tests/support/integration/decisions.ts';
import { until } from '../../../tests/support/integration/partners.ts';
import { county, office, startWorld, type World } from '../../../tests/support/integration/world.ts';
import type { Workers } from '../workers/start.ts';
import { countOpenWork } from './count-open-work.ts';

let world: World;
let exchange: Database<object>;
let workers: Workers;
beforeAll(async () => {
  world = await startWorld();
  exchange = openDatabase<object>({
    url: world.service.url('integration_exchange'),
    schema: 'integration',
    applicationName: 'open-work-spec',
    poolMax: 1,
    logger: pino({ level: 'silent' }),
  });
  workers = world.work();
  for (const dataSet of ['P1', 'P2', 'H2']) await world.synchronise(dataSet);
});
afterAll(async () => {
  await exchange.close();
  await world.stop();
});

const open = () => exchange.read('exchange', countOpenWork);
const start = async (dataSet: string): Promise<string> => {
  const { body } = await world.service.ask('startSynchronisation', { body: { county, dataSet } }, office);
  return body.id;
};

test('E21 a synchronisation is open work until it is completed or has failed', async () => {
  expect(await open()).toBe(0);
  await workers.stop();
  const started = [await start('P1'), await start('P3')];
  expect(await open()).toBe(2);
  const refused = { kind: 'error', operation: 'listDataElements', status: 500, times: 100 };
  await world.control('province', 'POST', '/faults', refused);
  workers = world.work();
  const ended = await Promise.all(started.map((id) => world.ended(id)));
  expect(ended.map(({ state }) => state)).toEqual(['completed', 'failed']);
  expect(await open()).toBe(0);
  await world.control('province', 'DELETE', '/faults');
});

test('E21 a delivery to the province is open work until its receipt is here; what HR is due is not', async () => {
  await workers.stop();
  const document = await registerDecision(world.service, 1);
  const [team] = await teamsOf(world.service);
  if (team === undefined) throw new Error('There is no team.');
  await decideGrades(world.service, document, [team]);
  expect(await open()).toBe(0);
  await announceResults(world.service, document, [team.place_id]);
  expect(await open()).toBe(1);
  workers = world.work();
  await until(async () => ((await open()) === 0 ? true : undefined));
  const query = { county, partner: 'province' };
  const { body } = await world.service.ask('listDeliveries', { query }, office);
  expect(body.records).toMatchObject([{ state: 'accepted' }]);
});
