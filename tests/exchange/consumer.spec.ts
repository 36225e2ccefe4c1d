// The consumer: rules E7 and E8 with frames made by hand.
import { sql } from 'kysely';
import { afterAll, afterEach, expect, it } from 'vitest';
import { transient } from '#kernel/exchange/failure.ts';
import { encodeFrame } from '#kernel/exchange/frames/frame-message.ts';
import { frameOf, frameOfEvents, recorded } from './frames.ts';
import { first, openSoloConsumer, second, stepOf, store, third } from './solo-consumer.ts';
import { county, otherCounty, quickConfig, rowsOf, until } from './support.ts';

const solo = await openSoloConsumer();
afterEach(() => solo.reset());
afterAll(() => solo.close());

it('E7 skips a frame that comes twice or late, by its watermark alone', async () => {
  await solo.consume(store);
  for (const frame of [first, first, second, first, third, second]) await solo.send(frame);
  await until(solo.steps, (seen) => seen.length >= 5);
  await until(
    () => solo.bus().pending({ consumer: 'evaluation', source: 'targets', shard: 0 }),
    (left) => left === 0,
  );
  expect(await solo.steps()).toEqual([1, 2, 3, 4, 5]);
  expect(await solo.mark()).toEqual([{ position: '5', digest: third.digest, forked_reason: null }]);
});

it('E7 keeps evidence of each frame, and works on when the evidence is gone', async () => {
  await solo.consume(store);
  await solo.send(first);
  await until(solo.steps, (seen) => seen.length === 2);
  expect(await rowsOf(solo.world.evaluation, 'select first::int, count, digest, event_ids from inbox')).toEqual([
    { first: 1, count: 2, digest: first.digest, event_ids: [recorded(1).id, recorded(2).id] },
  ]);
  await solo.clear('inbox');
  for (const frame of [first, second]) await solo.send(frame);
  await until(solo.steps, (seen) => seen.length === 3);
});

it('E7 asks for what is missing when frames come out of order, and applies them in order when they come again', async () => {
  await solo.consume(store);
  await solo.send(first);
  await solo.send(third);
  await until(
    () => solo.gaps.length,
    (count) => count >= 2,
  );
  expect(solo.gaps[0]).toEqual({ consumer: 'evaluation', source: 'targets', shard: 0, from: 3 });
  expect(await solo.steps()).toEqual([1, 2]);
  for (const frame of [second, third]) await solo.send(frame);
  await until(solo.steps, (seen) => seen.length === 5);
  expect(await solo.steps()).toEqual([1, 2, 3, 4, 5]);
});

it('E10 asks for more at the end of a range that was sent again', async () => {
  await solo.consume(store);
  await solo.bus().publish('targets', 0, encodeFrame(first, { number: 'a.1', below: 5 }));
  await until(
    () => solo.gaps.length,
    (count) => count === 1,
  );
  expect(solo.gaps[0]).toMatchObject({ from: 3 });
});

it('E8 parks what fails for good and applies the rest of its frame; the key waits, also in later frames', async () => {
  const other = { key: 'plan-2' };
  await solo.consume(async (event, call) => {
    await store(event, call);
    if (event.id === recorded(2).id) throw new Error('no such plan');
  });
  const mixed = frameOfEvents([recorded(1), recorded(2), recorded(3, other), recorded(4)]);
  await solo.send(mixed);
  await solo.send(frameOfEvents([recorded(5), recorded(6, other)], 5, mixed.digest));
  await until(solo.steps, (seen) => seen.length === 3);
  expect(await solo.steps()).toEqual([1, 3, 6]);
  const behind = 'an earlier event of the key waits';
  await until(solo.parked, (rows) => rows.length === 3);
  expect(await solo.parked()).toEqual([
    { position: 2, state: 'parked', reason: 'Error: no such plan' },
    { position: 4, state: 'waiting_behind', reason: behind },
    { position: 5, state: 'waiting_behind', reason: behind },
  ]);
  expect(await solo.mark()).toMatchObject([{ position: '6' }]);
});

it('E8 stores payload and reason in the transaction of the watermark, readable by its county alone', async () => {
  await solo.consume(async () => {
    throw Object.assign(new Error('x'.repeat(1_000)), { code: 'PLAN_UNKNOWN' });
  });
  await solo.send(frameOf([1]));
  await until(solo.parked, (rows) => rows.length === 1);
  const read = (of: string): Promise<number> =>
    solo.world.evaluation.own.transact({ counties: [of] }, async (tx) => {
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
  await solo.consume(async (event, call) => {
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
  await solo.send(frame);
  await until(solo.steps, (seen) => seen.length === 2);
  expect(await solo.steps()).toEqual([2, 3]);
  expect(await solo.parked()).toEqual([{ position: 1, state: 'parked', reason: 'Transient: the archive is busy' }]);
  expect(lasting).toBeGreaterThanOrEqual(quickConfig.transientTriesMax);
});
