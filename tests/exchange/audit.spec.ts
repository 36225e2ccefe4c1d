// The audit log: canonical bytes, append-only, chained after commit.
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extendAuditChain } from '#kernel/audit/chain.ts';
import { type AuditEntry, auditBytes } from '#kernel/audit/entry.ts';
import { recordAudit } from '#kernel/audit/record.ts';
import { verifyAuditChain } from '#kernel/audit/verify.ts';
import { openProducer, type Producer } from '#kernel/exchange/producing/incarnation.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { county, openService, otherCounty, rowsOf, type SpecService } from './support.ts';

let database: TestDatabase;
let targets: SpecService;
let producer: Producer;

beforeAll(async () => {
  database = await testDatabase();
  targets = openService(database, 'targets');
  producer = await openProducer(targets.exchange, 'targets');
});
afterAll(async () => {
  await targets.close();
  await database.drop();
});

const entry = (n: number, of: string | null = county): AuditEntry => ({
  county: of,
  event: 'plan-approved',
  operation: 'approvePlan',
  subject: `subject-${n}`,
  client: 'console',
  recordId: `plan-${n}`,
  outcome: 'done',
  code: null,
  traceId: `trace-${n}`,
});
const record = (n: number, of: string | null = county): Promise<void> =>
  targets.own.transact({ counties: [county] }, (tx) => recordAudit(tx, entry(n, of)));
const extend = (): Promise<number> => extendAuditChain(targets.exchange, producer);
const superuser = async (text: string): Promise<void> => {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  try {
    await client.query(`set search_path = targets; ${text}`);
  } finally {
    await client.end();
  }
};

it('writes RFC 8785 bytes: names in order, no spaces, texts as they are', () => {
  const bytes = auditBytes({ ...entry(1), recordId: '瑞安' }, new Date('2025-03-03T00:00:00Z'));
  expect(bytes.toString('utf8')).toBe(
    '{"client":"console","code":null,"county":"330381","event":"plan-approved","operation":"approvePlan","outcome":"done",' +
      '"recordId":"瑞安","recordedAt":"2025-03-03T00:00:00.000Z","subject":"subject-1","traceId":"trace-1"}',
  );
});

it('chains what became visible since the last time, once, also an entry of a lower id that commits later (E3)', async () => {
  const late = new Client({ connectionString: database.url('targets'), options: '-c search_path=targets' });
  await late.connect();
  await late.query('begin');
  const at = '2025-03-03T00:00:00.000Z';
  await late.query("insert into audit_entry (county, event, recorded_at, body) values (null, 'late', $1, $2)", [
    at,
    Buffer.from(`{"county":null,"event":"late","recordedAt":"${at}"}`),
  ]);
  for (const n of [1, 2, 3]) await record(n);
  expect(await extend()).toBe(3);
  await late.query('commit');
  await late.end();
  await record(4, null);
  expect(await verifyAuditChain(targets.exchange)).toMatchObject({ intact: true, length: 3, unchained: 2 });
  expect([await extend(), await extend()]).toEqual([2, 0]);
  const rows = await rowsOf<{ event: string }>(
    targets,
    'select event from audit_chain c join audit_entry e on e.id = c.entry_id order by sequence',
  );
  expect(rows.map(({ event }) => event)).toEqual([...Array(3).fill('plan-approved'), 'late', 'plan-approved']);
  expect(await verifyAuditChain(targets.exchange)).toMatchObject({ intact: true, length: 5, unchained: 0 });
});

it('keeps one chain when several processes extend it while commands write', async () => {
  const before = (await rowsOf(targets, 'select from audit_chain')).length;
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; n < 25; n += 1) await record(writer * 100 + n);
  };
  const chain = async (): Promise<void> => {
    for (let n = 0; n < 30; n += 1) await extend();
  };
  await Promise.all([write(1), write(2), write(3), chain(), chain()]);
  await extend();
  expect(await verifyAuditChain(targets.exchange)).toMatchObject({ intact: true, length: before + 75, unchained: 0 });
});

/** A head as a restore into another cluster finds it: cut in the old one, or never. */
const heads = [
  ['after a cut', "system_identifier = '1', snapshot = '5000000:5000000:'"],
  ['before the first cut', 'system_identifier = null, snapshot = null'],
] as const;

it.each(heads)('goes on after a restore into another cluster %s with what has no link yet', async (_when, head) => {
  await record(900);
  await superuser(`
    alter table audit_entry disable trigger all;
    update audit_entry set xid = (xid::text::bigint + 5000000)::text::xid8;
    alter table audit_entry enable trigger all;
    update audit_head set ${head}`);
  expect(await extend()).toBe(1);
  await record(901);
  expect([await extend(), await extend()]).toEqual([1, 0]);
  expect(await verifyAuditChain(targets.exchange)).toMatchObject({ intact: true, unchained: 0 });
});

describe('what may not be done', () => {
  const attempts = [
    "update audit_entry set event = ''",
    'delete from audit_entry',
    'delete from audit_chain',
    'truncate audit_entry',
  ];
  it.each(attempts)('to the service: %s', async (text) => {
    const work = targets.own.transact({ counties: [county] }, (tx) => sql.raw(text).execute(tx));
    await expect(work).rejects.toMatchObject({ code: '42501' });
  });
  it.each([...attempts.slice(0, 3), 'truncate audit_entry cascade', 'update audit_chain set hash = hash'])(
    'to a superuser, while the triggers stand: %s',
    async (text) => {
      await expect(superuser(text)).rejects.toMatchObject({
        code: '42501',
        message: expect.stringContaining('append-only'),
      });
    },
  );
  it('to write into the log of another county', async () => {
    const entry = sql`insert into audit_entry (county, event, body) values (${otherCounty}, 'x', 'x')`;
    const work = targets.own.transact({ counties: [county] }, (tx) => entry.execute(tx));
    await expect(work).rejects.toMatchObject({ code: '42501' });
  });
  it('to see the entries of another county; those that concern no county are for all', async () => {
    const seen = (of: string): Promise<(string | null)[]> =>
      targets.own.transact({ counties: [of] }, async (tx) => {
        const { rows } = await sql<{
          county: string | null;
        }>`select distinct county from audit_entry order by 1`.execute(tx);
        return rows.map((row) => row.county);
      });
    expect(await seen(county)).toEqual([county, null]);
    expect(await seen(otherCounty)).toEqual([null]);
  });
});

describe('the verification goes on where the one before ended', () => {
  it('and proves the whole chain in pieces, each from the proven hash of the one before', async () => {
    const whole = await verifyAuditChain(targets.exchange);
    if (!whole.intact) throw new Error('The chain is broken.');
    const ends: number[] = [];
    let after = 0;
    for (;;) {
      const piece = await verifyAuditChain(targets.exchange, { after, limit: 10 });
      if (!piece.intact) throw new Error('The chain is broken.');
      ends.push(piece.length);
      if (piece.next === null) break;
      expect(piece.length - after).toBe(10);
      after = piece.next;
    }
    expect(ends.at(-1)).toBe(whole.length);
    expect(ends.length).toBeGreaterThan(2);
  });
  it('and finds a break behind what was proven, and that there is no such link to go on from', async () => {
    const { length } = (await verifyAuditChain(targets.exchange)) as { length: number };
    expect(await verifyAuditChain(targets.exchange, { after: length, limit: 10 })).toMatchObject({
      intact: true,
      length,
      next: null,
    });
    expect(await verifyAuditChain(targets.exchange, { after: length + 5, limit: 10 })).toMatchObject({
      intact: false,
      reason: 'link-missing',
    });
  });
});

describe('the verification reports the first break', () => {
  const tampering: readonly [string, string, string, unknown][] = [
    [
      'an altered body',
      `update audit_entry set body = '{}' where id = (select entry_id from audit_chain where sequence = 3)`,
      'audit_entry',
      { intact: false, sequence: 3, reason: 'entry-altered' },
    ],
    [
      'a column that says something else than the bytes',
      `update audit_entry set county = '330382' where id = (select entry_id from audit_chain where sequence = 4)`,
      'audit_entry',
      { intact: false, sequence: 4, reason: 'entry-altered' },
    ],
    [
      'another time than the bytes have',
      `update audit_entry set recorded_at = recorded_at + interval '1 day'
        where id = (select entry_id from audit_chain where sequence = 2)`,
      'audit_entry',
      { intact: false, sequence: 2, reason: 'entry-altered' },
    ],
    [
      'a removed link',
      'delete from audit_chain where sequence = 7',
      'audit_chain',
      { intact: false, sequence: 7, reason: 'link-missing' },
    ],
    [
      'a removed end',
      'delete from audit_chain where sequence = (select max(sequence) from audit_chain)',
      'audit_chain',
      { intact: false, reason: 'link-missing' },
    ],
    [
      'a link hung elsewhere',
      `update audit_chain set previous_hash = decode(repeat('11', 32), 'hex') where sequence = 5`,
      'audit_chain',
      { intact: false, sequence: 5, reason: 'previous-differs' },
    ],
  ];
  it.each(tampering)('%s', async (_, text, table, wanted) => {
    const copy = `create temporary table kept as select * from ${table};`;
    const client = new Client({ connectionString: database.url() });
    await client.connect();
    await client.query(`set search_path = targets, pg_temp; ${copy} alter table ${table} disable trigger all; ${text}`);
    expect(await verifyAuditChain(targets.exchange)).toMatchObject(wanted as object);
    const key = table === 'audit_entry' ? 'id' : 'sequence';
    const overriding = table === 'audit_entry' ? 'overriding system value' : '';
    await client.query(`
      set session_replication_role = replica;
      delete from ${table} where ${key} in (select ${key} from kept);
      insert into ${table} ${overriding} select * from kept;
      alter table ${table} enable trigger all`);
    await client.end();
    expect(await verifyAuditChain(targets.exchange)).toMatchObject({ intact: true });
  });
});
