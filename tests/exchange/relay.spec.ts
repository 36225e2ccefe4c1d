// The exchange as a process runs it: wake-ups, stopping, and a broker that dies in the middle.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordAudit } from '#kernel/audit/record.ts';
import { verifyAuditChain } from '#kernel/audit/verify.ts';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { natsServer } from '../support/nats.ts';
import { storeEffect } from './effect.ts';
import { appendOne, approved, county, logger, planApproved, rowsOf, until } from './support.ts';
import { type BusUnderTest, openWorld, type World } from './world.ts';

const counting = (upTo: number): number[] => Array.from({ length: upTo }, (_, index) => index + 1);
const shared = inProcessBus();
const local: BusUnderTest = {
  connect: async () => ({ ...shared, close: async () => undefined }),
  wipe: async () => shared.wipe(),
  stop: () => shared.close(),
};

describe('a running exchange', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(local);
  });
  afterEach(() => world.stopAll());
  afterAll(() => world.close());
  const steps = async (key: string): Promise<number[]> => (await world.effects(key)).map(({ step }) => step);
  const seldom = { pollMs: 60_000, redriveMs: 60_000 };

  it('E3 cuts when it is woken, also by a process that leads no shard, without waiting for its timer', async () => {
    const leader = await world.startTargets({ config: seldom });
    const epochs = 'select count(*)::int as n from shard where epoch > 0';
    await until(
      () => rowsOf<{ n: number }>(world.targets, epochs),
      ([row]) => row?.n === 8,
    );
    const follower = await world.startTargets({ config: seldom });
    await world.startEvaluation({ config: seldom });
    await appendOne(world.targets, approved('w-own', 1));
    leader.wake();
    await until(
      () => steps('w-own'),
      (seen) => seen.length === 1,
    );
    await appendOne(world.targets, approved('w-other', 1));
    follower.wake();
    await until(
      () => steps('w-other'),
      (seen) => seen.length === 1,
    );
    expect([await steps('w-own'), await steps('w-other')]).toEqual([[1], [1]]);
  });

  it('E3 finds by its timer what nobody woke it for, audit entries too', async () => {
    const targets = await world.startTargets();
    await world.startEvaluation();
    await appendOne(world.targets, approved('w-timer', 1));
    await world.targets.own.transact({ counties: [county] }, (tx) =>
      recordAudit(tx, {
        county,
        event: 'plan-approved',
        operation: 'approvePlan',
        subject: 's',
        client: 'c',
        recordId: 'w-timer',
        outcome: 'done',
        code: null,
        traceId: 't',
      }),
    );
    await world.settled();
    expect(await steps('w-timer')).toEqual([1]);
    expect((await targets.status()).totals.audited).toBe(1);
    expect(await verifyAuditChain(world.targets.exchange)).toMatchObject({ intact: true, length: 1, unchained: 0 });
  });

  it('E9 finishes the frame in hand before it has stopped, and leaves the rest for later', async () => {
    let entered = false;
    await world.startTargets();
    const evaluation = await world.startEvaluation({
      reactions: {
        [planApproved]: async (event, call) => {
          entered = true;
          await sql`select pg_sleep(0.2)`.execute(call.tx);
          await storeEffect(event, call);
        },
      },
    });
    await appendOne(world.targets, approved('w-stop', 1));
    await until(() => entered, Boolean);
    await evaluation.stop();
    expect(await steps('w-stop')).toEqual([1]);
    await appendOne(world.targets, approved('w-stop', 2));
    await world.stopAll();
    await world.startTargets();
    await world.startEvaluation();
    await world.settled();
    expect(await steps('w-stop')).toEqual([1, 2]);
  });

  it('counts what is open in its status', async () => {
    const targets = await world.startTargets();
    const evaluation = await world.startEvaluation();
    await appendOne(world.targets, approved('w-status', 1));
    await world.settled();
    const [produced, consumed] = [await targets.status(), await evaluation.status()];
    expect(produced).toMatchObject({ service: 'targets', unframed: 0, unchained: 0, unnumbered: 0, openPulls: 0 });
    expect(consumed.totals.applied).toBe(produced.totals.events);
    expect(consumed.watermarks.every(({ source, forked }) => source === 'targets' && forked === null)).toBe(true);
  });
});

const nats = await natsServer({ killed: true });
// An acknowledgement that dies with the server leaves its message in hand until this time is over.
const streams = { ...singleServerStreams, ackWaitMs: 2_000 };

describe.skipIf('skip' in nats)('with a NATS server that dies', () => {
  if ('skip' in nats) return;
  let world: World;
  beforeAll(async () => {
    world = await openWorld({
      connect: () =>
        jetStreamBus({ namespace: 'jixiao', address: { servers: nats.url }, streams, timeoutMs: 1_000, logger }),
      wipe: () => nats.wipe(),
      stop: async () => undefined,
    });
  });
  afterAll(async () => {
    await world.close();
    await nats.stop();
  });

  it('E4 and E10 lose nothing that is appended while the broker is away, and buffer nothing outside the database', async () => {
    await world.startTargets();
    await world.startEvaluation();
    for (const step of counting(5)) await appendOne(world.targets, approved('d-a', step));
    await nats.kill();
    for (const step of counting(40).slice(5)) await appendOne(world.targets, approved('d-a', step));
    await nats.start();
    await world.settled(30_000);
    expect((await world.effects('d-a')).map(({ step }) => step)).toEqual(counting(40));
  });

  it('starts while the broker is away, and goes on when it comes', async () => {
    await nats.kill();
    const starting = Promise.all([world.startTargets(), world.startEvaluation()]);
    await appendOne(world.targets, approved('d-b', 1));
    await nats.start();
    await starting;
    await world.settled(30_000);
    expect((await world.effects('d-b')).map(({ step }) => step)).toEqual([1]);
  });
});
