// The auditor and the forks: rules E10 and E11, with questions that get lost and a bus that tells what it carried.
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import type { Bus, BusMessage } from '#kernel/bus/port.ts';
import { appendAll } from '#kernel/exchange/append.ts';
import { startAuditor } from '#kernel/exchange/auditing/auditor.ts';
import { readWatermarks } from '#kernel/exchange/consuming/watermark.ts';
import { resendPositionsMax } from '#kernel/exchange/limits.ts';
import { openProducer } from '#kernel/exchange/producing/incarnation.ts';
import { startLeadership } from '#kernel/exchange/producing/leader.ts';
import { shardOf } from '#kernel/exchange/shard.ts';
import { appendOne, approved, county, logger, quickConfig, rowsOf, type SpecEvents, until } from './support.ts';
import { openWorld, type World } from './world.ts';

let world: World;
const shared = inProcessBus();
/** Every frame that was published, re-sent ones too. */
let published: BusMessage[] = [];
/** While set, frames are acknowledged and lost: what a broker does that loses its memory. */
let losing = false;
const bus: Bus = {
  ...shared,
  publish: async (source, shard, message) => {
    published.push(message);
    if (!losing) await shared.publish(source, shard, message);
  },
  close: async () => undefined,
};
const resent = (): BusMessage[] => published.filter(({ id }) => id.split('/').length === 6);

beforeAll(async () => {
  world = await openWorld({ connect: async () => bus, wipe: async () => shared.wipe(), stop: () => shared.close() });
});
afterEach(async () => {
  await world.stopAll();
  published = [];
  losing = false;
});
afterAll(() => world.close());

const append = async (key: string, steps: readonly number[]): Promise<void> => {
  for (const step of steps) await appendOne(world.targets, approved(key, step));
};
const steps = async (key: string): Promise<number[]> => (await world.effects(key)).map(({ step }) => step);
const asSuperuser = async (text: string): Promise<void> => {
  const client = new Client({ connectionString: world.database.url() });
  await client.connect();
  await client.query(text);
  await client.end();
};
const ask = (): ReturnType<typeof readWatermarks> =>
  world.evaluation.exchange.transact('exchange', (tx) => readWatermarks(tx, 'evaluation', 'targets'));

it('E10 sends again what was acknowledged and lost, though most questions get no answer', async () => {
  let asked = 0;
  await world.startTargets({
    askWatermarks: async () => {
      asked += 1;
      if (asked % 3 === 1) throw new Error('the question was lost');
      return asked % 3 === 2 ? undefined : ask();
    },
  });
  await world.startEvaluation();
  losing = true;
  await append('a-lost', [1, 2, 3]);
  await until(
    () => published.length,
    (count) => count > 0,
  );
  losing = false;
  await world.settled();
  expect(await steps('a-lost')).toEqual([1, 2, 3]);
  expect(resent().length).toBeGreaterThan(0);
});

it('E10 leaves alone a consumer that is behind and moving, and one for which the broker holds something', async () => {
  await world.startTargets({ config: { standstillMs: 150, auditMs: 10 } });
  let slow = true;
  await world.startEvaluation({
    reactions: {
      'cn.jixiao.targets.PlanApproved.v1': async (_, { tx }) => {
        if (slow) await sql`select pg_sleep(0.5)`.execute(tx);
      },
    },
  });
  await append('a-slow', [1]);
  await until(
    () => published.length,
    (count) => count === 1,
  );
  await append('a-slow', [2]);
  await until(
    () => published.length,
    (count) => count === 2,
  );
  slow = false;
  await world.settled();
  expect(resent()).toEqual([]);
});

it('E10 sends again by ranges of at most 1,000 positions, and goes on by the consumer’s own request', async () => {
  await world.startTargets();
  losing = true;
  const events = Array.from({ length: 2_600 }, (_, n) => approved('a-range', n + 1));
  await world.targets.own.transact({ counties: [county] }, (tx) => appendAll<SpecEvents>(tx, events));
  const shard = shardOf('a-range');
  const carried = (): number => published.reduce((sum, { headers }) => sum + Number(headers['jixiao-count']), 0);
  await until(carried, (count) => count === 2_600);
  losing = false;
  published = [];
  await world.startEvaluation();
  await world.settled(20_000);
  expect(await steps('a-range')).toHaveLength(2_600);
  const ends = resent().filter(({ headers }) => headers['jixiao-resent-below'] !== undefined);
  expect(ends.length).toBeGreaterThanOrEqual(3);
  let inRange = 0;
  for (const { headers } of resent().filter((one) => one.headers['jixiao-shard'] === String(shard))) {
    inRange += Number(headers['jixiao-count']);
    expect(inRange).toBeLessThanOrEqual(resendPositionsMax);
    if (headers['jixiao-resent-below'] !== undefined) inRange = 0;
  }
});

it('E10 makes the stream and the cursors again that were wiped while nothing was sent', async () => {
  await world.startTargets();
  await world.startEvaluation();
  await append('a-wiped', [1]);
  await world.settled();
  losing = true;
  await append('a-wiped', [2]);
  await until(
    () => published.length,
    (count) => count === 2,
  );
  losing = false;
  shared.wipe();
  const durable = { consumer: 'evaluation', source: 'targets', shard: shardOf('a-wiped') };
  expect(await shared.pending(durable)).toBeUndefined();
  await world.settled();
  expect(await shared.pending(durable)).toBe(0);
  expect(await steps('a-wiped')).toEqual([1, 2]);
});

it('E6 publishes again what a leader published before it was deposed, to one effect', async () => {
  await world.startTargets();
  await world.startEvaluation();
  await append('a-leader', [1, 2]);
  await world.settled();
  const epochs = (): Promise<{ epoch: number }[]> =>
    rowsOf(world.targets, 'select epoch::int from shard order by shard');
  const before = await epochs();
  // The server ends the connection that holds the locks: another process, or this one, takes the shards again.
  await asSuperuser(`select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2 and database = (select oid from pg_database
      where datname = current_database())`);
  await append('a-leader', [3]);
  await world.settled();
  await until(epochs, (rows) => rows.every(({ epoch }, shard) => epoch > (before[shard]?.epoch ?? 0)));
  expect(await steps('a-leader')).toEqual([1, 2, 3]);
});

it('E6 gives up the shards of a leader whose epoch was raised, though it has nothing to cut and its connection lives', async () => {
  await world.startTargets();
  const epochs = (): Promise<{ epoch: number }[]> =>
    rowsOf(world.targets, 'select epoch::int from shard order by shard');
  await until(epochs, (rows) => rows.every(({ epoch }) => epoch > 0));
  const before = await epochs();
  await asSuperuser('update targets.shard set epoch = epoch + 1');
  // It takes them again under an epoch of its own, since nobody else wants them here.
  const wanted = before.map(({ epoch }) => ({ epoch: epoch + 2 }));
  const after = await until(epochs, (rows) => JSON.stringify(rows) === JSON.stringify(wanted));
  expect(after).toEqual(wanted);
});

it('E6 does not take consumers that a newer leader has served for a fork, however long a deposed one believes to lead', async () => {
  const targets = await world.startTargets();
  await world.startEvaluation();
  await append('a-deposed', [1, 2]);
  await world.settled();
  const shard = shardOf('a-deposed');
  const [row] = await rowsOf<{ epoch: number }>(world.targets, `select epoch::int from shard where shard = ${shard}`);
  let asked = 0;
  const deposed = startAuditor({
    database: world.targets.exchange,
    bus,
    producer: await openProducer(world.targets.exchange, 'targets'),
    consumers: ['evaluation'],
    // As it stood before the newer leader cut anything.
    led: () => new Map([[shard, { epoch: (row?.epoch ?? 0) - 1, position: 0 }]]),
    askWatermarks: () => {
      asked += 1;
      return ask();
    },
    config: { ...quickConfig, auditMs: 5 },
    logger,
    now: () => performance.now(),
    resendNumber: () => 'deposed',
  });
  await until(
    () => asked,
    (times) => times > 3,
  );
  await deposed.stop();
  expect((await targets.status()).shards.every(({ forked }) => forked === null)).toBe(true);
});

it('E6 finds a dead leader within 10 s by the keepalives of its connection', async () => {
  const settings: string[] = [];
  const direct = world.targets.exchange.direct();
  const query = direct.query.bind(direct);
  const watched = Object.assign(direct, {
    query: (text: string, values?: unknown[]) => {
      settings.push(text);
      return query(text, values ?? []);
    },
  });
  const taken: number[] = [];
  const leadership = startLeadership({
    connect: () => watched,
    source: 'spec',
    retryMs: quickConfig.leaderRetryMs,
    logger,
    taken: (shards) => taken.push(...shards.map(({ shard }) => shard)),
    lost: () => undefined,
    woken: () => undefined,
  });
  await until(
    () => taken.length,
    (count) => count === 8,
  );
  const set = settings.find((text) => text.includes('tcp_keepalives_idle')) ?? '';
  const [idle, interval, count] = [...set.matchAll(/= (\d+)/g)].map(([, value]) => Number(value));
  expect((idle ?? 99) + (interval ?? 99) * (count ?? 99)).toBeLessThanOrEqual(10);
  await leadership.stop();
});

it('E11 stops a shard as FORKED when a consumer is beyond the producer: a restored backup sends nothing new', async () => {
  const targets = await world.startTargets();
  await world.startEvaluation();
  await append('a-fork', [1, 2, 3]);
  await world.settled();
  await world.stopAll();
  const shard = shardOf('a-fork');
  await asSuperuser(`
    update targets.shard set last_position = 1, head_digest = (select digest from targets.frame
      where shard = ${shard} order by first limit 1), published_through = 1, snapshot = pg_current_snapshot() where shard = ${shard};
    delete from targets.frame where shard = ${shard} and first > 1`);
  expect(targets).toBeDefined();
  const restored = await world.startTargets();
  await world.startEvaluation();
  await until(
    () => restored.status(),
    ({ shards }) => shards[shard]?.forked !== null,
  );
  const { shards } = await restored.status();
  expect(shards[shard]?.forked).toMatch(/^evaluation is at position \d+, beyond our 1$/);
  await append('a-fork', [4]);
  await append('a-other', [1]);
  await until(
    () => steps('a-other'),
    (seen) => seen.length === 1,
  );
  expect(shardOf('a-other')).not.toBe(shard);
  expect(await steps('a-fork')).toEqual([1, 2, 3]);
  expect((await restored.status()).unframed).toBe(1);
});
