// Appending to the outbox: rules E1 and E2.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordAudit } from '#kernel/audit/record.ts';
import { appendAll } from '#kernel/exchange/append.ts';
import type { NewEvent } from '#kernel/exchange/event.ts';
import { eventBytesMax } from '#kernel/exchange/limits.ts';
import { encodableOf, eventColumns, type OutboxRow } from '#kernel/exchange/producing/outbox-row.ts';
import { checkShards, shardOf } from '#kernel/exchange/shard.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  appendIn,
  appendOne,
  approved,
  county,
  openService,
  otherCounty,
  planApproved,
  rowsOf,
  type SpecEvents,
  type SpecService,
} from './support.ts';

let database: TestDatabase;
let targets: SpecService;

beforeAll(async () => {
  database = await testDatabase();
  targets = openService(database, 'targets');
});
afterAll(async () => {
  await targets.close();
  await database.drop();
});

const outboxOf = (key: string): Promise<Record<string, unknown>[]> =>
  rowsOf(targets, `select * from outbox where key = '${key}' order by id`);

it('E1 stores every column of the outbox from the first event on', async () => {
  const event: NewEvent<SpecEvents> = { ...approved('p-columns', 1), causation: 'cause', traceparent: '00-1-2-01' };
  const appended = await appendOne(targets, event);
  const [row] = await outboxOf('p-columns');
  expect(row).toMatchObject({
    event_id: appended.id,
    type: planApproved,
    schema_version: '1.0',
    county,
    key: 'p-columns',
    key_sequence: '1',
    shard: shardOf('p-columns'),
    traceparent: '00-1-2-01',
    correlation: 'request-p-columns-1',
    causation: 'cause',
    actor: 'subject-1',
    business_date: '2025-03-03',
    payload: { plan: 'p-columns', step: 1 },
  });
  expect(row?.['xid']).toMatch(/^[0-9]+$/);
});

it('E1 keeps neither event nor audit entry nor sequence of a command that fails', async () => {
  const command = targets.own.transact({ counties: [county] }, async (tx) => {
    await appendIn(tx, approved('p-failed', 1));
    await recordAudit(tx, {
      county,
      event: 'plan-approved',
      operation: 'approvePlan',
      subject: 's',
      client: 'c',
      recordId: 'p-failed',
      outcome: 'done',
      code: null,
      traceId: 't',
    });
    throw new Error('the state could not be saved');
  });
  await expect(command).rejects.toThrow('the state could not be saved');
  expect(await outboxOf('p-failed')).toEqual([]);
  expect(await rowsOf(targets, "select from audit_entry where event = 'plan-approved'")).toEqual([]);
  expect(await appendOne(targets, approved('p-failed', 1))).toMatchObject({ keySequence: 1 });
});

it('E1 refuses an event of another county than the transaction has, and a payload that is no canonical JSON', async () => {
  const foreign = targets.own.transact({ counties: [otherCounty] }, (tx) => appendIn(tx, approved('p-foreign', 1)));
  await expect(foreign).rejects.toMatchObject({ code: '42501' });
  const half = { ...approved('p-half', 1), payload: { plan: 'p', step: 0.5 } };
  await expect(appendOne(targets, half)).rejects.toMatchObject({ code: 'NOT_CANONICAL' });
  const large = { ...approved('p-large', 1), payload: { plan: 'p'.repeat(eventBytesMax), step: 1 } };
  await expect(appendOne(targets, large)).rejects.toThrow(/publish a set/);
  await expect(appendOne(targets, { ...approved('p', 1), key: '' })).rejects.toThrow(/key/);
});

it('E22 records instants as UTC with Z and leaves the business date as it was said, whatever the zone of the session', async () => {
  await appendOne(targets, approved('p-zone', 1));
  const rows = await targets.exchange.transact('exchange', async (tx) => {
    await sql`set local timezone = 'Asia/Shanghai'`.execute(tx);
    return (await sql<OutboxRow>`select ${eventColumns} from outbox o where key = 'p-zone'`.execute(tx)).rows;
  });
  const event = rows.map((row) => encodableOf(row, 'targets'))[0];
  expect(event?.businessDate).toBe('2025-03-03');
  expect(event?.recordedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  expect(Math.abs(Date.parse(event?.recordedAt ?? '') - Date.now())).toBeLessThan(60_000);
});

it('E2 counts each key for itself, also when one statement appends several', async () => {
  const appended = await targets.own.transact({ counties: [county] }, (tx) =>
    appendAll<SpecEvents>(tx, [approved('p-b', 1), approved('p-a', 1), approved('p-b', 2), approved('p-a', 2)]),
  );
  expect(appended.map(({ keySequence }) => keySequence)).toEqual([1, 1, 2, 2]);
  expect(await appendOne(targets, approved('p-b', 3))).toMatchObject({ keySequence: 3 });
  const steps = (await outboxOf('p-b')).map((row) => row['payload']);
  expect(steps).toEqual([1, 2, 3].map((step) => ({ plan: 'p-b', step })));
});

it('E2 lets the ids of a key follow the order of its commits under concurrent writers', async () => {
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await appendOne(targets, approved('p-raced', writer * 100 + n));
  };
  await Promise.all([1, 2, 3, 4].map(write));
  const sequences = (await outboxOf('p-raced')).map((row) => row['key_sequence']);
  expect(sequences).toEqual(Array.from({ length: 80 }, (_, index) => String(index + 1)));
});

it('E2 takes the whole SHA-256 of the key modulo the number of shards', () => {
  // SHA-256 of the letter a, as FIPS 180 tools print it.
  expect(shardOf('a')).toBe(Number(BigInt('0xca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb') % 8n));
  expect(new Set(Array.from({ length: 200 }, (_, n) => shardOf(`key-${n}`))).size).toBe(8);
});

it('E2 refuses to start on a database that was made for another number of shards', async () => {
  await targets.exchange.transact('exchange', async (tx) => {
    await checkShards(tx);
    await expect(checkShards(tx, 16)).rejects.toThrow('made for 8 shards and this program works with 16');
  });
});

it('E2 keeps the outbox from the service itself: it may add to it, and not read or change it', async () => {
  const attempt = (text: string): Promise<unknown> =>
    targets.own.transact({ counties: [county] }, (tx) => sql.raw(text).execute(tx));
  for (const text of [
    'select * from outbox',
    'update outbox set key = null',
    'delete from outbox',
    'select * from shard',
  ])
    await expect(attempt(text)).rejects.toMatchObject({ code: '42501' });
});
