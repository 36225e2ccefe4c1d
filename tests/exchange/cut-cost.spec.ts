// What a look and a cut cost: rule E3 reads what is new, however much is old.
import { type QueryExecutorProvider, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { extendAuditChain } from '#kernel/audit/chain.ts';
import { appendAll } from '#kernel/exchange/append.ts';
import { numberFeeds } from '#kernel/exchange/feed.ts';
import { cut } from '#kernel/exchange/producing/cut.ts';
import { openProducer, type Producer } from '#kernel/exchange/producing/incarnation.ts';
import { readNews } from '#kernel/exchange/producing/news.ts';
import { allShards } from '#kernel/exchange/shard.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { approved, county, openService, type SpecEvents, type SpecService } from './support.ts';

const oldEvents = 8_000;
const oldEntries = 4_000;
const held = new Map(allShards.map((shard) => [shard, 0]));

let database: TestDatabase;
let targets: SpecService;
let producer: Producer;

const asSuperuser = async (text: string): Promise<void> => {
  const client = new Client({ connectionString: database.url(), options: '-c search_path=targets' });
  await client.connect();
  await client.query(text);
  await client.end();
};

/** Whether every transaction has ended that was open when the newest row was written. */
const nothingOlderIsOpen = (): Promise<boolean> =>
  targets.exchange.read('exchange', async (tx) => {
    const { rows } = await sql<{ over: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) > greatest(
        (select max(xid) from outbox), (select max(xid) from audit_entry), (select max(xid) from feed_entry)) as over`.execute(
      tx,
    );
    return rows[0]?.over === true;
  });

beforeAll(async () => {
  database = await testDatabase();
  targets = openService(database, 'targets');
  producer = await openProducer(targets.exchange, 'targets');
  for (let from = 0; from < oldEvents; from += 500) {
    const events = Array.from({ length: 500 }, (_, step) => approved(`plan-${step % 40}`, from + step));
    await targets.own.transact({ counties: [county] }, (tx) => appendAll<SpecEvents>(tx, events));
  }
  await asSuperuser(`
    insert into audit_entry (county, event, body) select '${county}', 'old', 'x' from generate_series(1, ${oldEntries});
    insert into feed_entry (subscription, county, record_type, record_key, version, kind, body)
      select gen_random_uuid(), '${county}', 'old', n::text, 1, 'record', '{"old":1}' from generate_series(1, ${oldEntries}) n`);
  // What is being written anywhere in the cluster holds the edge of a snapshot back: the last cut waits for what is under way.
  await vi.waitUntil(nothingOlderIsOpen, 50_000);
  await cut(targets.exchange, producer, held);
  await extendAuditChain(targets.exchange, producer);
  await numberFeeds(targets.exchange, producer);
  await asSuperuser('analyze');
});
afterAll(async () => {
  await targets.close();
  await database.drop();
});

/** Rows of the three tables that this session has read, by whatever plan. */
const rowsRead = async (tx: QueryExecutorProvider): Promise<number> => {
  const { rows } = await sql<{ read: string }>`
    select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) as read from pg_stat_xact_user_tables
    where schemaname = 'targets' and relname in ('outbox', 'audit_entry', 'feed_entry')`.execute(tx);
  return Number(rows[0]?.read);
};

/** Runs work on a database that counts what its transaction read. */
const counted = async (work: (database: Transactor) => Promise<unknown>): Promise<number> => {
  let read = 0;
  const transact: Transactor['transact'] = (scope, inside, options) =>
    targets.exchange.transact(
      scope,
      async (tx) => {
        // The counters of a session are handed on now and then only: what was read before is still in them.
        const before = await rowsRead(tx);
        const result = await inside(tx);
        read += (await rowsRead(tx)) - before;
        return result;
      },
      options,
    );
  await work({ transact, read: transact });
  return read;
};

const looks: readonly [string, (database: Transactor) => Promise<unknown>][] = [
  ['the look for news', (on) => on.read('exchange', (tx) => readNews(tx, held, producer.systemIdentifier))],
  ['the cut', (on) => cut(on, producer, held)],
  ['the extension of the audit chain', (on) => extendAuditChain(on, producer)],
  ['the numbering of the feeds', (on) => numberFeeds(on, producer)],
];

it.each(looks)('E3 %s reads no old row', async (_, look) => {
  // The newest rows of the last cut may share its snapshot's edge, so a few may be looked at.
  expect(await counted(look)).toBeLessThan(10);
});

it.each(looks)('E3 %s reads only what is new', async (_, look) => {
  await targets.own.transact({ counties: [county] }, (tx) =>
    appendAll<SpecEvents>(tx, [approved('plan-new', 1), approved('plan-new', 2)]),
  );
  expect(await counted(look)).toBeLessThan(20);
});

it.each(looks)(
  'E3 %s reads no row of another cluster, whose transaction ids are beyond those of this one',
  async (_, look) => {
    // As after a restore that was adopted: the old rows keep the ids of the cluster that wrote them.
    await asSuperuser(`
    set session_replication_role = replica;
    update outbox set xid = (xid::text::bigint + 1000000000)::text::xid8 where xid < pg_current_xact_id();
    update audit_entry set xid = (xid::text::bigint + 1000000000)::text::xid8 where xid < pg_current_xact_id();
    update feed_entry set xid = (xid::text::bigint + 1000000000)::text::xid8 where xid < pg_current_xact_id();
    update shard set adopted_through = (select max(id) from outbox), snapshot = pg_current_snapshot();
    update audit_head set adopted_through = (select max(id) from audit_entry), snapshot = pg_current_snapshot();
    update feed_head set adopted_through = (select max(id) from feed_entry), snapshot = pg_current_snapshot();
    analyze`);
    expect(await counted(look)).toBeLessThan(10);
  },
);
