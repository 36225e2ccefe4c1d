// The consumer: rules E7 to E9 and E11 with frames made by hand.
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import type { Bus, BusMessage } from '#kernel/bus/port.ts';
import type { Database } from '#kernel/database/database.ts';
import { startConsumer } from '#kernel/exchange/consumer.ts';
import { transient } from '#kernel/exchange/failure.ts';
import { encodeFrame, type Frame, genesisDigest } from '#kernel/exchange/frame.ts';
import { type GapRequest, onGap } from '#kernel/exchange/gap.ts';
import type { AnyReaction, ReadPayload } from '#kernel/exchange/reaction.ts';
import { semaphore } from '#kernel/exchange/semaphore.ts';
import { storeEffect } from './effect.ts';
import { frameOf, frameOfEvents, recorded } from './frames.ts';
import { county, logger, otherCounty, quickConfig, rowsOf, type SpecEvents, until } from './support.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let bus: Bus;
let stop: (() => Promise<void>)[] = [];
const gaps: GapRequest[] = [];

type React = AnyReaction<object, SpecEvents>;
const store: React = (event, call) =>
  storeEffect({ ...event, payload: event.payload as { plan: string; step: number } }, call);
const stepOf = (event: { readonly payload: unknown }): number => (event.payload as { step: number }).step;

beforeAll(async () => {
  const shared = inProcessBus();
  world = await openWorld({ connect: async () => shared, wipe: async () => shared.wipe(), stop: () => shared.close() });
});
afterEach(async () => {
  for (const one of stop) await one();
  stop = [];
  gaps.length = 0;
  await clear('effect', 'parked_event', 'parked_key', 'watermark', 'inbox');
});
afterAll(() => world.close());

const asSuperuser = async (text: string): Promise<void> => {
  const client = new Client({ connectionString: world.database.url() });
  await client.connect();
  await client.query(text);
  await client.end();
};
const clear = (...tables: readonly string[]): Promise<void> =>
  asSuperuser(tables.map((table) => `delete from evaluation.${table}`).join('; '));

/** Starts a consumer named evaluation on a bus of its own. */
const consume = async (
  reaction: React,
  database: Database<object> = world.evaluation.own,
  readPayload: ReadPayload = (_, payload) => payload,
): Promise<void> => {
  bus = inProcessBus();
  const listening = onGap(bus, 'targets', (gap) => gaps.push(gap));
  stop.push(async () => listening.stop());
  const consumer = await startConsumer<object, SpecEvents>({
    consumer: 'evaluation',
    source: 'targets',
    database,
    bus,
    reactor: { service: 'evaluation', reactionOf: () => reaction, readPayload, logger },
    config: quickConfig,
    logger,
    committed: () => undefined,
    now: () => performance.now(),
    places: semaphore(4),
  });
  stop.push(() => consumer.stop());
};

let sent = 0;
const send = (frame: Frame): Promise<void> => {
  sent += 1;
  return bus.publish('targets', frame.shard, encodeFrame(frame, { number: `spec.${sent}` }));
};
const steps = async (): Promise<number[]> => (await world.effects()).map(({ step }) => step);
const mark = (): Promise<Record<string, unknown>[]> =>
  rowsOf(world.evaluation, 'select position, digest, forked_reason from watermark');
const parkedSteps = (): Promise<Record<string, unknown>[]> =>
  rowsOf(world.evaluation, 'select position::int, state, reason from parked_event order by id');

const first = frameOf([1, 2]);
const second = frameOf([3], 3, first.digest);
const third = frameOf([4, 5], 4, second.digest);

it('E7 skips a frame that comes twice or late, by its watermark alone', async () => {
  await consume(store);
  for (const frame of [first, first, second, first, third, second]) await send(frame);
  await until(steps, (seen) => seen.length >= 5);
  await until(
    () => bus.pending({ consumer: 'evaluation', source: 'targets', shard: 0 }),
    (left) => left === 0,
  );
  expect(await steps()).toEqual([1, 2, 3, 4, 5]);
  expect(await mark()).toEqual([{ position: '5', digest: third.digest, forked_reason: null }]);
});

it('E7 keeps evidence of each frame, and works on when the evidence is gone', async () => {
  await consume(store);
  await send(first);
  await until(steps, (seen) => seen.length === 2);
  expect(await rowsOf(world.evaluation, 'select first::int, count, digest, event_ids from inbox')).toEqual([
    { first: 1, count: 2, digest: first.digest, event_ids: [recorded(1).id, recorded(2).id] },
  ]);
  await clear('inbox');
  for (const frame of [first, second]) await send(frame);
  await until(steps, (seen) => seen.length === 3);
});

it('E7 asks for what is missing when frames come out of order, and applies them in order when they come again', async () => {
  await consume(store);
  await send(first);
  await send(third);
  await until(
    () => gaps.length,
    (count) => count >= 2,
  );
  expect(gaps[0]).toEqual({ consumer: 'evaluation', source: 'targets', shard: 0, from: 3 });
  expect(await steps()).toEqual([1, 2]);
  for (const frame of [second, third]) await send(frame);
  await until(steps, (seen) => seen.length === 5);
  expect(await steps()).toEqual([1, 2, 3, 4, 5]);
});

it('E10 asks for more at the end of a range that was sent again', async () => {
  await consume(store);
  await bus.publish('targets', 0, encodeFrame(first, { number: 'a.1', below: 5 }));
  await until(
    () => gaps.length,
    (count) => count === 1,
  );
  expect(gaps[0]).toMatchObject({ from: 3 });
});

it('E8 parks what fails for good and applies the rest of its frame; the key waits, also in later frames', async () => {
  const other = { key: 'plan-2' };
  await consume(async (event, call) => {
    await store(event, call);
    if (event.id === recorded(2).id) throw new Error('no such plan');
  });
  const mixed = frameOfEvents([recorded(1), recorded(2), recorded(3, other), recorded(4)]);
  await send(mixed);
  await send(frameOfEvents([recorded(5), recorded(6, other)], 5, mixed.digest));
  await until(steps, (seen) => seen.length === 3);
  expect(await steps()).toEqual([1, 3, 6]);
  const behind = 'an earlier event of the key waits';
  await until(parkedSteps, (rows) => rows.length === 3);
  expect(await parkedSteps()).toEqual([
    { position: 2, state: 'parked', reason: 'Error: no such plan' },
    { position: 4, state: 'waiting_behind', reason: behind },
    { position: 5, state: 'waiting_behind', reason: behind },
  ]);
  expect(await mark()).toMatchObject([{ position: '6' }]);
});

it('E8 stores payload and reason in the transaction of the watermark, readable by its county alone', async () => {
  await consume(async () => {
    throw Object.assign(new Error('x'.repeat(1_000)), { code: 'PLAN_UNKNOWN' });
  });
  await send(frameOf([1]));
  await until(parkedSteps, (rows) => rows.length === 1);
  const read = (of: string): Promise<number> =>
    world.evaluation.own.transact({ counties: [of] }, async (tx) => {
      const { rows } = await sql<{ event: unknown; reason: string }>`select event, reason from parked_event`.execute(
        tx,
      );
      for (const row of rows)
        expect(row).toMatchObject({ event: recorded(1), reason: /^Error PLAN_UNKNOWN: x{400,}$/ });
      return rows.length;
    });
  expect([await read(county), await read(otherCounty)]).toEqual([1, 0]);
});

it('E8 tries a transient failure again and parks it when it lasts, while other keys flow on', async () => {
  let lasting = 0;
  let passing = 0;
  await consume(async (event, call) => {
    if (event.key === 'plan-1') {
      lasting += 1;
      throw transient('the archive is busy');
    }
    if (stepOf(event) === 2) {
      passing += 1;
      if (passing <= 2) throw transient('for a moment');
    }
    await store(event, call);
  });
  const frame = frameOfEvents([recorded(1), recorded(2, { key: 'plan-2' }), recorded(3, { key: 'plan-3' })]);
  await send(frame);
  await until(steps, (seen) => seen.length === 2);
  expect(await steps()).toEqual([2, 3]);
  expect(await parkedSteps()).toEqual([{ position: 1, state: 'parked', reason: 'Transient: the archive is busy' }]);
  expect(lasting).toBeGreaterThanOrEqual(quickConfig.transientTriesMax);
});

it('E9 repeats the frame after a serialization failure, as often as it takes, and counts it against no event', async () => {
  let failures = 0;
  await consume(async (event, call) => {
    await store(event, call);
    if (stepOf(event) !== 2 || failures >= 2 * quickConfig.transientTriesMax) return;
    failures += 1;
    await sql`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`.execute(call.tx);
  });
  await send(first);
  await until(steps, (seen) => seen.length > 0);
  expect(await steps()).toEqual([1, 2]);
  expect(await parkedSteps()).toEqual([]);
});

it('E9 applies once when the answer to the commit is lost', async () => {
  let lost = 0;
  const flaky: Database<object> = {
    ...world.evaluation.own,
    transact: async (scope, work, options) => {
      const result = await world.evaluation.own.transact(scope, work, options);
      lost += 1;
      if (lost <= 2) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      return result;
    },
  };
  await consume(store, flaky);
  await send(first);
  await until(
    () => bus.pending({ consumer: 'evaluation', source: 'targets', shard: 0 }),
    (left) => left === 0,
  );
  expect(await steps()).toEqual([1, 2]);
  expect(await parkedSteps()).toEqual([]);
});

it('E9 repeats the frame when the server ends the connection in the middle', async () => {
  let killed = false;
  await consume(async (event, call) => {
    await store(event, call);
    if (killed) return;
    killed = true;
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(call.tx);
    await asSuperuser(`select pg_terminate_backend(${rows[0]?.pid ?? 0})`);
    await sql`select 1`.execute(call.tx);
  });
  await send(first);
  await until(steps, (seen) => seen.length > 0);
  expect(await steps()).toEqual([1, 2]);
});

it('lets a reaction see the rows of its own county only, also in a frame that carries two', async () => {
  const seen: string[] = [];
  await consume(async (event, call) => {
    const { rows } = await sql<{ scope: string }>`select current_setting('jixiao.counties') as scope`.execute(call.tx);
    seen.push(`${event.county} sees ${rows[0]?.scope}`);
    await store(event, call);
  });
  const events = [recorded(1), recorded(2, { county: otherCounty }), recorded(3, { county: null }), recorded(4)];
  await send(frameOfEvents(events.map((event, n) => ({ ...event, key: `plan-c${n}` }))));
  await until(steps, (all) => all.length === 4);
  const wanted = [county, otherCounty, '', county].map((one, n) => `${events[n]?.county} sees ${one}`);
  expect(seen).toEqual(wanted);
});

it('E11 stops the shard as FORKED at a frame of another history, and the other shards go on', async () => {
  await consume(store);
  await send(first);
  await send(frameOf([3], 3, 'f'.repeat(64)));
  await until(mark, ([row]) => typeof row?.['forked_reason'] === 'string');
  expect(await mark()).toMatchObject([{ position: '2', forked_reason: 'the frame at 3 follows another history' }]);
  await send(second);
  await send(frameOfEvents([recorded(1, { key: 'plan-9' })], 1, genesisDigest, 5));
  await until(steps, (seen) => seen.length === 3);
  expect(await steps()).toEqual([1, 2, 1]);
});

it('E11 stops at a frame that ends where the watermark stands and says something else', async () => {
  await consume(store);
  await send(first);
  await send(frameOf([1, 3], 1));
  await until(mark, ([row]) => typeof row?.['forked_reason'] === 'string');
  expect(await steps()).toEqual([1, 2]);
});

it('E19 lets attributes and fields through that it does not know, fills up an older payload, and parks what it can not read', async () => {
  const seen: unknown[] = [];
  await consume(
    async (event) => {
      seen.push(event.payload);
    },
    world.evaluation.own,
    ({ schemaVersion }, payload) => {
      if (typeof payload !== 'object' || payload === null) throw new Error('the payload is no object');
      return schemaVersion === '1.0' ? { ...payload, organ: 'unknown' } : payload;
    },
  );
  const newer = recorded(2, { schemaVersion: '1.1', payload: { plan: 'p', step: 2, organ: 'o', later: 'field' } });
  const broken = recorded(3, { key: 'plan-2', payload: 'text' });
  await send(frameOfEvents([recorded(1), newer, broken]));
  await until(parkedSteps, (rows) => rows.length === 1);
  expect(seen.slice(-2)).toEqual([{ plan: 'plan-1', step: 1, organ: 'unknown' }, newer.payload]);
  expect(await parkedSteps()).toEqual([{ position: 3, state: 'parked', reason: 'Error: the payload is no object' }]);
});

it('leaves aside a message that is no frame: what it held comes again from its producer', async () => {
  await consume(store);
  const broken: BusMessage = { ...encodeFrame(first, { number: 'x.1' }), body: new TextEncoder().encode('[') };
  await bus.publish('targets', 0, broken);
  await send(first);
  await until(steps, (seen) => seen.length > 0);
  expect(await steps()).toEqual([1, 2]);
});
