// The cut: rules E3, E4 and E6 on a real PostgreSQL.
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { appendAll } from '#kernel/exchange/append.ts';
import { type Frame, genesisDigest, lastOf } from '#kernel/exchange/frames/frame.ts';
import { readFrame } from '#kernel/exchange/frames/frame-store.ts';
import { frameEventsMax } from '#kernel/exchange/limits.ts';
import { cut } from '#kernel/exchange/producing/cut.ts';
import { openProducer, type Producer } from '#kernel/exchange/producing/incarnation.ts';
import { allShards, shardOf } from '#kernel/exchange/shard.ts';
import { type TestDatabase, testDatabase, testServerUrl } from '../support/postgres.ts';
import {
  appendIn,
  appendOne,
  approved,
  county,
  openService,
  rowsOf,
  type SpecEvents,
  type SpecService,
} from './support.ts';

let database: TestDatabase;
let targets: SpecService;
let producer: Producer;
const clients: Client[] = [];

beforeAll(async () => {
  database = await testDatabase();
  targets = openService(database, 'targets');
});
beforeEach(async () => {
  producer = await openProducer(targets.exchange, 'targets');
  await cutAll();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});
afterAll(async () => {
  await targets.close();
  await database.drop();
});

const held = (epoch = 0): Map<number, number> => new Map(allShards.map((shard) => [shard, epoch]));
const cutAll = (): Promise<readonly Frame[]> => cut(targets.exchange, producer, held()).then(({ frames }) => frames);

/** Steps in the order of their positions, read back from the frames of a key's shard. */
const stepsIn = async (frames: readonly Frame[], key: string): Promise<number[]> => {
  const steps: number[] = [];
  for (const frame of frames.filter(({ shard }) => shard === shardOf(key))) {
    const events: { subject: string; data: { step: number } }[] = JSON.parse(new TextDecoder().decode(frame.body));
    steps.push(...events.filter(({ subject }) => subject === key).map(({ data }) => data.step));
  }
  return steps;
};

/** A connection as the service that holds a transaction open. */
const holder = async (url: string = database.url('targets')): Promise<Client> => {
  const client = new Client({ connectionString: url, options: '-c search_path=targets -c jixiao.counties=330381' });
  await client.connect();
  clients.push(client);
  await client.query('begin');
  return client;
};

const insertRaw = (client: Client, key: string, step: number): Promise<unknown> =>
  client.query(
    `insert into outbox (event_id, type, schema_version, county, key, key_sequence, shard, correlation, actor,
       business_date, payload)
     values (gen_random_uuid(), 'cn.jixiao.targets.PlanApproved.v1', '1.0', $1, $2, $3, $4, 'c', 'a', '2025-03-03', $5)`,
    [county, key, step, shardOf(key), JSON.stringify({ plan: key, step })],
  );

it('E3 gives a position to an event of a lower id that is committed later', async () => {
  const late = await holder();
  await insertRaw(late, 'c-late', 1);
  await appendOne(targets, approved('c-late', 2));
  expect(await stepsIn(await cutAll(), 'c-late')).toEqual([2]);
  await late.query('commit');
  expect(await stepsIn(await cutAll(), 'c-late')).toEqual([1]);
  expect(await stepsIn(await cutAll(), 'c-late')).toEqual([]);
});

it('E3 is not held up by a transaction that is open in this database or in another one of the cluster', async () => {
  const here = await holder();
  await here.query('select pg_current_xact_id()');
  const elsewhere = await holder(testServerUrl());
  await elsewhere.query('select pg_current_xact_id()');
  await appendOne(targets, approved('c-held', 1));
  await appendOne(targets, approved('c-held', 2));
  expect(await stepsIn(await cutAll(), 'c-held')).toEqual([1, 2]);
  await appendOne(targets, approved('c-held', 3));
  expect(await stepsIn(await cutAll(), 'c-held')).toEqual([3]);
});

it('E3 keeps the order of a key whose second transaction has the lower transaction id', async () => {
  const elder = await holder();
  await elder.query('select pg_current_xact_id()');
  await appendOne(targets, approved('c-order', 1));
  await insertRaw(elder, 'c-order', 2);
  await elder.query('commit');
  expect(await stepsIn(await cutAll(), 'c-order')).toEqual([1, 2]);
});

it('E3 sees each committed event once while 4 writers commit and roll back', async () => {
  const written = new AbortController();
  const frames: Frame[] = [];
  const cutting = (async () => {
    while (!written.signal.aborted) frames.push(...(await cutAll()));
    frames.push(...(await cutAll()));
  })();
  const write = async (writer: number): Promise<void> => {
    for (let step = 1; step <= 60; step += 1) {
      const work = targets.own.transact({ counties: [county] }, async (tx) => {
        await appendIn(tx, approved(`c-w${writer}`, step));
        await appendIn(tx, approved('c-shared', writer * 1_000 + step));
        if (step % 5 === 0) throw new Error('rolled back');
      });
      await work.catch(() => undefined);
    }
  };
  await Promise.all([1, 2, 3, 4].map(write));
  written.abort();
  await cutting;
  const wanted = Array.from({ length: 60 }, (_, index) => index + 1).filter((step) => step % 5 !== 0);
  for (const writer of [1, 2, 3, 4]) expect(await stepsIn(frames, `c-w${writer}`)).toEqual(wanted);
  const shared = await rowsOf<{ step: number }>(
    targets,
    "select (payload->>'step')::int as step from outbox where key = 'c-shared' order by key_sequence",
  );
  expect(await stepsIn(frames, 'c-shared')).toEqual(shared.map(({ step }) => step));
});

/** A head as a restore into another cluster finds it: cut in the old one, or never. */
const heads = [
  ['after a cut', "system_identifier = '1', snapshot = '5000000:5000000:'"],
  ['before the first cut', 'system_identifier = null, snapshot = null'],
] as const;

it.each(heads)(
  'E3 continues after a dump and restore into another cluster %s: what is in no frame is found, and nothing twice',
  async (when, head) => {
    const key = `c-dump ${when}`;
    await appendOne(targets, approved(key, 1));
    await cutAll();
    await appendOne(targets, approved(key, 2));
    // As a restore leaves it: transaction ids and snapshots of the old cluster, far ahead of this one's.
    const superuser = await holder(database.url());
    await superuser.query(`
    update targets.outbox set xid = (xid::text::bigint + 5000000)::text::xid8;
    update targets.shard set ${head}`);
    await superuser.query('commit');
    expect(await stepsIn(await cutAll(), key)).toEqual([2]);
    await appendOne(targets, approved(key, 3));
    expect(await stepsIn(await cutAll(), key)).toEqual([3]);
    expect(await stepsIn(await cutAll(), key)).toEqual([]);
  },
);

it('E4 makes frames of at most 256 events in one cut, chained and consecutive, and reads each back to its digest', async () => {
  const count = 2 * frameEventsMax + 88;
  const events = Array.from({ length: count }, (_, index) => approved('c-many', index + 1));
  await targets.own.transact({ counties: [county] }, (tx) => appendAll<SpecEvents>(tx, events));
  const frames = await cutAll();
  expect(frames.map((frame) => frame.count)).toEqual([frameEventsMax, frameEventsMax, 88]);
  expect(await stepsIn(frames, 'c-many')).toEqual(events.map(({ payload }) => payload.step));
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1] ?? { ...frame, first: frame.first, count: 0, digest: frame.previousDigest };
    expect([frame.first, frame.previousDigest]).toEqual([lastOf(before) + 1, before.digest]);
    const again = await targets.exchange.transact('exchange', (tx) =>
      readFrame(tx, producer, frame.shard, frame.first),
    );
    expect(again).toEqual(frame);
  }
  const rows = await rowsOf<{ n: number }>(
    targets,
    `select count(distinct xmin::text)::int as n from frame where shard = ${shardOf('c-many')} and first >= ${frames[0]?.first}`,
  );
  expect(rows).toEqual([{ n: 1 }]);
});

it('E4 refuses to send a frame whose rows were changed after the cut', async () => {
  await appendOne(targets, approved('c-changed', 1));
  const [frame] = await cutAll();
  const superuser = await holder(database.url());
  await superuser.query(`update targets.outbox set actor = 'someone else' where key = 'c-changed'`);
  await superuser.query('commit');
  const reading = targets.exchange.transact('exchange', (tx) =>
    readFrame(tx, producer, frame?.shard ?? 0, frame?.first ?? 0),
  );
  await expect(reading).rejects.toThrow(/no longer has the digest/);
});

it('E4 leaves the outbox and the frames as they are: even the relay may not change them', async () => {
  for (const text of [
    "update outbox set key = ''",
    'delete from outbox',
    'update frame set count = 1',
    'delete from frame',
  ])
    await expect(targets.exchange.transact('exchange', (tx) => sql.raw(text).execute(tx))).rejects.toMatchObject({
      code: '42501',
    });
});

it('E6 cuts nothing for a leader whose epoch was raised, and leaves the other shards to it', async () => {
  await appendOne(targets, approved('c-deposed', 1));
  const shard = shardOf('c-deposed');
  await targets.exchange.transact('exchange', (tx) =>
    sql`update shard set epoch = 1 where shard = ${shard}`.execute(tx),
  );
  const deposed = await cut(targets.exchange, producer, held());
  expect(deposed).toMatchObject({ frames: [], deposed: [shard] });
  const successor = await cut(targets.exchange, producer, held().set(shard, 1));
  expect(await stepsIn(successor.frames, 'c-deposed')).toEqual([1]);
  await targets.exchange.transact('exchange', (tx) => sql`update shard set epoch = 0`.execute(tx));
});

it('E11 cuts nothing for a shard that is FORKED', async () => {
  const key = 'c-forked';
  const mark = (reason: string | null): Promise<unknown> =>
    targets.exchange.transact('exchange', (tx) =>
      sql`update shard set forked_reason = ${reason} where shard = ${shardOf(key)}`.execute(tx),
    );
  await mark('in a spec');
  await appendOne(targets, approved(key, 1));
  expect(await cutAll()).toEqual([]);
  await mark(null);
  expect(await stepsIn(await cutAll(), key)).toEqual([1]);
});

it('keeps one incarnation through restarts, and opens one when two processes start at once', async () => {
  const again = await Promise.all([
    openProducer(targets.exchange, 'targets'),
    openProducer(targets.exchange, 'targets'),
  ]);
  expect(again.map(({ incarnation }) => incarnation)).toEqual([producer.incarnation, producer.incarnation]);
  const evaluation = openService(database, 'evaluation');
  const both = await Promise.all([1, 2].map(() => openProducer(evaluation.exchange, 'evaluation')));
  expect(both[0]).toEqual(both[1]);
  expect(await rowsOf(evaluation, 'select from incarnation')).toHaveLength(1);
  await evaluation.close();
  expect(genesisDigest).toHaveLength(64);
});
