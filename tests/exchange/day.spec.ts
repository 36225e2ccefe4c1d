// The day of a county as a fact: rule E20.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { append } from '#kernel/exchange/append.ts';
import { currentDay, storeDay } from '#kernel/exchange/business-day.ts';
import { startExchange } from '#kernel/exchange/start.ts';
import {
  county,
  dayBegan,
  logger,
  openService,
  otherCounty,
  quickConfig,
  type SpecEvents,
  type SpecService,
  until,
} from './support.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let integration: SpecService;
const bus = inProcessBus();
const connect = async () => ({ ...bus, close: async () => undefined });

beforeAll(async () => {
  world = await openWorld({ connect, wipe: async () => bus.wipe(), stop: () => bus.close() });
  integration = openService(world.database, 'integration');
});
afterEach(() => world.stopAll());
afterAll(async () => {
  await integration.close();
  await world.close();
});

const dayOf = (of: string): Promise<string | undefined> =>
  world.evaluation.own.transact({ counties: [of] }, (tx) => currentDay(tx, of));

it('E20 stores the day by the watermark before the reaction of the service runs', async () => {
  const seen: (string | undefined)[] = [];
  const source = await startExchange<object, object, SpecEvents>({
    service: 'integration',
    consumes: [],
    consumers: ['evaluation'],
    reactions: {},
    database: integration.own,
    exchangeDatabase: integration.exchange,
    bus,
    config: quickConfig,
    logger,
  });
  const reader = await startExchange<SpecEvents, object, SpecEvents>({
    service: 'evaluation',
    consumes: ['integration'],
    consumers: [],
    reactions: {
      [dayBegan]: async (event, { tx, businessDate }) => {
        seen.push(event.payload.date, businessDate, await currentDay(tx, event.payload.county));
      },
    },
    database: world.evaluation.own,
    exchangeDatabase: world.evaluation.exchange,
    bus,
    config: quickConfig,
    logger,
  });
  for (const date of ['2025-03-03', '2025-03-04']) {
    await integration.own.transact({ counties: [county] }, (tx) =>
      append<SpecEvents>(tx, {
        type: dayBegan,
        county,
        key: county,
        businessDate: date,
        actor: 'service:scheduler',
        correlation: `day-${date}`,
        payload: { county, date },
      }),
    );
  }
  await until(
    () => seen.length,
    (count) => count === 6,
  );
  expect(seen).toEqual(['2025-03-03', '2025-03-03', '2025-03-03', '2025-03-04', '2025-03-04', '2025-03-04']);
  expect([await dayOf(county), await dayOf(otherCounty)]).toEqual(['2025-03-04', undefined]);
  await reader.stop();
  await source.stop();
});

it('E20 never goes back to an earlier day, and takes no day that is none', async () => {
  const own = world.evaluation.own;
  const store = (payload: unknown): Promise<void> =>
    own.transact({ counties: [county] }, (tx) => storeDay(tx, payload));
  await store({ county, date: '2025-04-01' });
  await store({ county, date: '2025-03-31' });
  expect(await dayOf(county)).toBe('2025-04-01');
  for (const bad of [null, {}, { county }, { county, date: '2025-02-30' }, { county, date: 20_250_401 }])
    await expect(store(bad)).rejects.toThrow('DayBegan names no county and date.');
  await expect(store({ county: otherCounty, date: '2025-04-01' })).rejects.toMatchObject({ code: '42501' });
});

it('E20 holds the day under a command until it commits, and lets other commands of the county in', async () => {
  const own = world.evaluation.own;
  const order: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const command = own.transact({ counties: [county] }, async (tx) => {
    await currentDay(tx, county);
    await held;
    order.push('command');
  });
  await until(locks, (count) => count > 0);
  await own.transact({ counties: [county] }, (tx) => currentDay(tx, county));
  const next = own
    .transact({ counties: [county] }, (tx) => storeDay(tx, { county, date: '2025-05-01' }))
    .then(() => order.push('day'));
  await until(waiting, (count) => count > 0);
  release();
  await Promise.all([command, next]);
  expect(order).toEqual(['command', 'day']);
  const query = own.transact({ counties: [county] }, (tx) => currentDay(tx, county), { readOnly: true });
  expect(await query).toBe('2025-05-01');
});

const countOf = async (text: string): Promise<number> =>
  world.evaluation.exchange.transact('exchange', async (tx) => {
    const { rows } = await sql.raw<{ n: number }>(text).execute(tx);
    return rows[0]?.n ?? 0;
  });
const locks = (): Promise<number> =>
  countOf(
    "select count(*)::int as n from pg_locks where mode = 'RowShareLock' and relation = 'business_day'::regclass",
  );
const waiting = (): Promise<number> => countOf('select count(*)::int as n from pg_locks where not granted');
