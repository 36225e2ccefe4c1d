// Feeds for partners: rule E16.
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  appendFeed,
  type FeedPage,
  type FeedRecord,
  feedDigest,
  numberFeeds,
  readFeed,
} from '#kernel/exchange/feed.ts';
import { openProducer, type Producer } from '#kernel/exchange/producing/incarnation.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { county, openService, otherCounty, type SpecService } from './support.ts';

const hr = '0192d3c4-0000-7000-8000-0000000000a1';
const province = '0192d3c4-0000-7000-8000-0000000000a2';

let database: TestDatabase;
let integration: SpecService;
let producer: Producer;

beforeAll(async () => {
  database = await testDatabase();
  integration = openService(database, 'integration');
  producer = await openProducer(integration.exchange, 'integration');
});
afterAll(async () => {
  await integration.close();
  await database.drop();
});

const result = (key: string, subscription: string = hr, of: string = county): FeedRecord => ({
  subscription,
  county: of,
  recordType: 'R2',
  recordKey: key,
  version: 1,
  kind: 'record',
  body: { team: key, grade: '1' },
});
const add = (record: FeedRecord): Promise<void> =>
  integration.own.transact({ counties: [record.county] }, (tx) => appendFeed(tx, record));
const number = (): Promise<number> => numberFeeds(integration.exchange, producer);
const read = (subscription: string, after: number, limit = 100, of: string = county): Promise<FeedPage> =>
  integration.own.transact({ counties: [of] }, (tx) => readFeed(tx, subscription, { after, limit }));

it('E16 numbers the entries of each subscription for itself, after commit and without gaps', async () => {
  const late = new Client({ connectionString: database.url('integration'), options: '-c search_path=integration' });
  await late.connect();
  await late.query(`set jixiao.counties = '${county}'; begin`);
  await late.query(
    `insert into feed_entry (subscription, county, record_type, record_key, version, kind, body)
     values ($1, $2, 'R2', 'late', 1, 'record', '{"a":1}')`,
    [hr, county],
  );
  for (const key of ['a', 'b']) await add(result(key));
  await add(result('p', province));
  expect(await number()).toBe(3);
  const cursor = (await read(hr, 0)).through;
  await late.query('commit');
  await late.end();
  await add(result('c'));
  expect([await number(), await number()]).toEqual([2, 0]);
  // A timestamp or a row id as cursor would have passed the late one by.
  expect((await read(hr, cursor)).items.map((item) => [item.number, item.recordKey])).toEqual([
    [3, 'late'],
    [4, 'c'],
  ]);
  expect((await read(province, 0)).items.map((item) => item.number)).toEqual([1]);
});

it('E16 reads ranges with a digest that both sides can take, and keeps the cursor on an empty page', async () => {
  const page = await read(hr, 1, 2);
  expect(page).toMatchObject({ through: 3, digest: feedDigest(page.items), more: true });
  expect(page.items).toHaveLength(2);
  expect((await read(hr, 1, 3)).digest).not.toBe(page.digest);
  expect(await read(hr, 4)).toMatchObject({ items: [], through: 4, more: false });
});

it('E16 carries a withdrawn record with its key and no content', async () => {
  const { body, ...rest } = result('gone') as Extract<FeedRecord, { kind: 'record' }>;
  await add({ ...rest, version: 2, kind: 'withdrawn' });
  await number();
  expect((await read(hr, 4)).items).toEqual([
    { number: 5, recordType: 'R2', recordKey: 'gone', version: 2, kind: 'withdrawn', body: '{}', digest: 'withdrawn' },
  ]);
  expect(body).toEqual({ team: 'gone', grade: '1' });
});

it('E16 shows a feed to its county alone, and changes or removes nothing that was numbered', async () => {
  expect((await read(hr, 0, 100, otherCounty)).items).toEqual([]);
  await expect(
    integration.own.transact({ counties: [otherCounty] }, (tx) => appendFeed(tx, result('x'))),
  ).rejects.toMatchObject({ code: '42501' });
  for (const text of ['update feed_number set number = 9', 'delete from feed_entry', 'delete from feed_number'])
    await expect(
      integration.own.transact({ counties: [county] }, (tx) => sql.raw(text).execute(tx)),
    ).rejects.toMatchObject({ code: '42501' });
});

it('E16 keeps the numbers of a feed when two processes number at once and after a restore', async () => {
  const write = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await add(result(`w-${n}`));
  };
  const numbering = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await number();
  };
  await Promise.all([write(), write(), numbering(), numbering()]);
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  await client.query(`
    alter table integration.feed_entry disable trigger all;
    update integration.feed_entry set xid = (xid::text::bigint + 5000000)::text::xid8;
    alter table integration.feed_entry enable trigger all;
    update integration.feed_head set system_identifier = '1', snapshot = '5000000:5000000:'`);
  await client.end();
  await number();
  await add(result('after'));
  await number();
  const { items } = await read(hr, 0, 1_000);
  expect(items.map((item) => item.number)).toEqual(items.map((_, index) => index + 1));
  expect(items).toHaveLength(46);
});
