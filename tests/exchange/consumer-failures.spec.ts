// The consumer when things fail around it: rules E9, E11 and E19 with frames made by hand.
import { sql } from 'kysely';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { BusMessage } from '#kernel/bus/port.ts';
import type { Database } from '#kernel/database/database.ts';
import { genesisDigest } from '#kernel/exchange/frames/frame.ts';
import { encodeFrame } from '#kernel/exchange/frames/frame-message.ts';
import { frameOf, frameOfEvents, recorded } from './frames.ts';
import { first, openSoloConsumer, second, stepOf, store } from './solo-consumer.ts';
import { county, otherCounty, quickConfig, until } from './support.ts';

const solo = await openSoloConsumer();
afterEach(() => solo.reset());
afterAll(() => solo.close());

it('E9 repeats the frame after a serialization failure, as often as it takes, and counts it against no event', async () => {
  let failures = 0;
  await solo.consume(async (event, call) => {
    await store(event, call);
    if (stepOf(event) !== 2 || failures >= 2 * quickConfig.transientTriesMax) return;
    failures += 1;
    await sql`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`.execute(call.tx);
  });
  await solo.send(first);
  await until(solo.steps, (seen) => seen.length > 0);
  expect(await solo.steps()).toEqual([1, 2]);
  expect(await solo.parked()).toEqual([]);
});

it('E9 applies once when the answer to the commit is lost', async () => {
  let lost = 0;
  const flaky: Database<object> = {
    ...solo.world.evaluation.own,
    transact: async (scope, work, options) => {
      const result = await solo.world.evaluation.own.transact(scope, work, options);
      lost += 1;
      if (lost <= 2) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      return result;
    },
  };
  await solo.consume(store, flaky);
  await solo.send(first);
  await until(
    () => solo.bus().pending({ consumer: 'evaluation', source: 'targets', shard: 0 }),
    (left) => left === 0,
  );
  expect(await solo.steps()).toEqual([1, 2]);
  expect(await solo.parked()).toEqual([]);
});

it('E9 repeats the frame when the server ends the connection in the middle', async () => {
  let killed = false;
  await solo.consume(async (event, call) => {
    await store(event, call);
    if (killed) return;
    killed = true;
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(call.tx);
    await solo.asSuperuser(`select pg_terminate_backend(${rows[0]?.pid ?? 0})`);
    await sql`select 1`.execute(call.tx);
  });
  await solo.send(first);
  await until(solo.steps, (seen) => seen.length > 0);
  expect(await solo.steps()).toEqual([1, 2]);
});

it('lets a reaction see the rows of its own county only, also in a frame that carries two', async () => {
  const seen: string[] = [];
  await solo.consume(async (event, call) => {
    const { rows } = await sql<{ scope: string }>`select current_setting('jixiao.counties') as scope`.execute(call.tx);
    seen.push(`${event.county} sees ${rows[0]?.scope}`);
    await store(event, call);
  });
  const events = [recorded(1), recorded(2, { county: otherCounty }), recorded(3, { county: null }), recorded(4)];
  await solo.send(frameOfEvents(events.map((event, n) => ({ ...event, key: `plan-c${n}` }))));
  await until(solo.steps, (all) => all.length === 4);
  const wanted = [county, otherCounty, '', county].map((one, n) => `${events[n]?.county} sees ${one}`);
  expect(seen).toEqual(wanted);
});

it('E11 stops the shard as FORKED at a frame of another history, and the other shards go on', async () => {
  await solo.consume(store);
  await solo.send(first);
  await solo.send(frameOf([3], 3, 'f'.repeat(64)));
  await until(solo.mark, ([row]) => typeof row?.['forked_reason'] === 'string');
  expect(await solo.mark()).toMatchObject([{ position: '2', forked_reason: 'the frame at 3 follows another history' }]);
  await solo.send(second);
  await solo.send(frameOfEvents([recorded(1, { key: 'plan-9' })], 1, genesisDigest, 5));
  await until(solo.steps, (seen) => seen.length === 3);
  expect(await solo.steps()).toEqual([1, 2, 1]);
});

it('E11 stops at a frame that ends where the watermark stands and says something else', async () => {
  await solo.consume(store);
  await solo.send(first);
  await solo.send(frameOf([1, 3], 1));
  await until(solo.mark, ([row]) => typeof row?.['forked_reason'] === 'string');
  expect(await solo.steps()).toEqual([1, 2]);
});

it('E19 lets attributes and fields through that it does not know, fills up an older payload, and parks what it can not read', async () => {
  const seen: unknown[] = [];
  await solo.consume(
    async (event) => {
      seen.push(event.payload);
    },
    solo.world.evaluation.own,
    ({ schemaVersion }, payload) => {
      if (typeof payload !== 'object' || payload === null) throw new Error('the payload is no object');
      return schemaVersion === '1.0' ? { ...payload, organ: 'unknown' } : payload;
    },
  );
  const newer = recorded(2, { schemaVersion: '1.1', payload: { plan: 'p', step: 2, organ: 'o', later: 'field' } });
  const broken = recorded(3, { key: 'plan-2', payload: 'text' });
  await solo.send(frameOfEvents([recorded(1), newer, broken]));
  await until(solo.parked, (rows) => rows.length === 1);
  expect(seen.slice(-2)).toEqual([{ plan: 'plan-1', step: 1, organ: 'unknown' }, newer.payload]);
  expect(await solo.parked()).toEqual([{ position: 3, state: 'parked', reason: 'Error: the payload is no object' }]);
});

it('leaves aside a message that is no frame: what it held comes again from its producer', async () => {
  await solo.consume(store);
  const broken: BusMessage = { ...encodeFrame(first, { number: 'x.1' }), body: new TextEncoder().encode('[') };
  await solo.bus().publish('targets', 0, broken);
  await solo.send(first);
  await until(solo.steps, (seen) => seen.length > 0);
  expect(await solo.steps()).toEqual([1, 2]);
});
