// One attempt at one event: what it leaves for the commit to check is its own fault and nobody else's (rules E8 and E9).
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { redrive } from '#kernel/exchange/consuming/redrive.ts';
import { frameOfEvents, recorded } from './frames.ts';
import { openSoloConsumer, type React, stepOf, store } from './solo-consumer.ts';
import { county, logger, until } from './support.ts';

const solo = await openSoloConsumer();
beforeAll(() =>
  solo.asSuperuser(`
    create table evaluation.sheet (step int primary key);
    create table evaluation.line (step int not null references evaluation.sheet deferrable initially deferred);
    grant select, insert on evaluation.sheet, evaluation.line to evaluation`),
);
let orphan: number | undefined;
beforeEach(() => {
  orphan = 2;
});
afterEach(async () => {
  await solo.reset();
  await solo.clear('line', 'sheet');
});
afterAll(() => solo.close());

/** Stores a line before its sheet, as the deferred constraint allows; the sheet of the step `orphan` never comes. */
const lineFirst: React = async (event, call) => {
  const step = stepOf(event);
  await store(event, call);
  await sql`insert into line (step) values (${step})`.execute(call.tx);
  if (step !== orphan) await sql`insert into sheet (step) values (${step})`.execute(call.tx);
};

const missing = /^error 23503: insert or update on table "line" violates foreign key constraint/;
const ofKeys = frameOfEvents([recorded(1), recorded(2, { key: 'plan-2' }), recorded(3, { key: 'plan-3' })]);

it('E8 parks an event alone whose deferred constraint fails, and applies what stands before and behind it in the frame', async () => {
  await solo.consume(lineFirst);
  await solo.send(ofKeys);
  await until(solo.parked, (rows) => rows.length > 0);
  expect(await solo.steps()).toEqual([1, 3]);
  expect(await solo.parked()).toEqual([{ position: 2, state: 'parked', reason: expect.stringMatching(missing) }]);
});

it('E8 keeps the reason of a redriven event whose deferred constraint fails, and applies it once its cause is mended', async () => {
  await solo.consume(lineFirst);
  await solo.send(ofKeys);
  await until(solo.parked, (rows) => rows.length > 0);
  const reactor = {
    service: 'evaluation',
    reactionOf: () => lineFirst,
    readPayload: (_: unknown, all: unknown) => all,
  };
  const parts = { consumer: 'evaluation', database: solo.world.evaluation.own, triesMax: 3, logger };
  const key = { source: 'targets', key: 'plan-2', county };
  const again = () => redrive({ ...parts, reactor: { ...reactor, logger } }, key, 'operator-1');
  expect(await again()).toEqual({ applied: 0, waits: expect.stringMatching(missing) });
  expect(await solo.steps()).toEqual([1, 3]);
  orphan = undefined;
  expect(await again()).toEqual({ applied: 1, waits: null });
  expect(await solo.steps()).toEqual([1, 3, 2]);
});

it('E8 lets each event of a frame store its rows in any order, also behind one that was checked', async () => {
  orphan = 1;
  await solo.consume(lineFirst);
  await solo.send(ofKeys);
  await until(solo.parked, (rows) => rows.length > 0);
  expect(await solo.steps()).toEqual([2, 3]);
});
