// Receipts for ranges of the feed: what was read is confirmed as a whole, with its exceptions.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideGrades, type SpecTeam } from '../../../tests/support/integration/decisions.ts';
import { deliveriesOf, feed, readFeedOf, startFeedWorld } from '../../../tests/support/integration/feed-world.ts';
import { county, hrSystem, office, type World } from '../../../tests/support/integration/world.ts';

const date = '2025-04-10';

let world: World;
let teams: SpecTeam[];
let document: string;
beforeAll(async () => {
  ({ world, teams, document } = await startFeedWorld());
});
afterAll(() => world.stop());

const read = (after?: string, limit?: string) => readFeedOf(world, after, limit);
const confirm = (receipt: object, person = hrSystem) =>
  world.service.ask(
    'sendFeedReceipt',
    { ...feed, query: { county }, body: { date, exceptions: [], ...receipt } },
    person,
  );
const receipts = async (query: Record<string, string> = {}) =>
  (await world.service.ask('listFeedReceipts', { ...feed, query: { county, ...query } }, office)).body;
const deliveries = () => deliveriesOf(world);
const states = async () => (await deliveries()).map(({ deliveryNumber, state }) => [deliveryNumber, state]);
const events = async () => (await world.service.sent()).length;

/** The digest as the contract tells a partner to compute it. */
const digestOf = (lines: readonly string[]): string =>
  createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');

describe('E16 a page of the feed', () => {
  test('is a range whose digest the partner computes from what it read', async () => {
    expect((await read()).range).toBeNull();
    await decideGrades(world.service, document, teams.slice(0, 4));
    await world.numberFeeds();
    const { records, range } = await read('0', '3');
    const lines = records.map((one) => `${one.deliveryNumber} ${one.recordKey} ${one.version} ${one.digest}`);
    expect(range).toEqual({ from: '1', through: '3', count: 3, digest: digestOf(lines) });
  });
});

describe('E16 a receipt', () => {
  const first = { from: '1', through: '2' };

  const refusals: readonly [string, object, number, string, string][] = [
    ['with another digest', { digest: 'b'.repeat(64) }, 422, 'RANGE_DIFFERS', '/body/digest'],
    ['through a number that the feed never gave', { through: '999' }, 422, 'DELIVERY_UNKNOWN', '/body/through'],
    ['that ends before it begins', { from: '2', through: '1' }, 422, 'VALUE_INVALID', '/body/through'],
    ['from tomorrow', { date: '2025-04-11' }, 422, 'VALUE_INVALID', '/body/date'],
    ['from before the decisions', { date: '1999-01-01' }, 422, 'VALUE_INVALID', '/body/date'],
    [
      'with an exception out of its range',
      { exceptions: [{ deliveryNumber: '3', code: 'GRADE_UNKNOWN' }] },
      422,
      'VALUE_INVALID',
      '/body/exceptions/0/deliveryNumber',
    ],
    [
      'with an exception without a code',
      { exceptions: [{ deliveryNumber: '2' }] },
      400,
      'REQUEST_INVALID',
      '/body/exceptions/0/code',
    ],
    ['from a number that is none', { from: '0' }, 400, 'REQUEST_INVALID', '/body/from'],
    ['with a digest that is none', { digest: 'x' }, 400, 'REQUEST_INVALID', '/body/digest'],
  ];
  test.each(refusals)('%s changes nothing', async (_, over, status, code, pointer) => {
    const { range } = await read('0', '2');
    const before = [await states(), await events()];
    const answer = await confirm({ ...first, digest: range?.digest, ...over });
    expect(answer).toMatchObject({ status, code });
    expect(answer.faults[0]?.pointer).toBe(pointer);
    expect([await states(), await events()]).toEqual(before);
    expect((await receipts()).records).toEqual([]);
  });

  test('of what nobody read yet is refused', async () => {
    const [due] = (await deliveries()).filter(({ state }) => state === 'due');
    const digest = digestOf([`4 ${due?.recordKey} ${due?.version} ${due?.digest}`]);
    expect(await confirm({ from: '4', through: '4', digest })).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('accepts the range but for its exceptions, tells each, and stands as one row', async () => {
    const { range } = await read('0', '3');
    const before = await events();
    const receipt = { ...range, exceptions: [{ deliveryNumber: '2', code: 'GRADE_UNKNOWN', detail: '未知等次' }] };
    const { count: _count, ...body } = receipt;
    const taken = { from: '1', through: '3', digest: range?.digest, date, accepted: 2, rejected: 1, withdrawn: 0 };
    expect(await confirm(body)).toMatchObject({ status: 201, body: taken });
    expect(await states()).toEqual([
      ['4', 'due'],
      ['3', 'accepted'],
      ['2', 'rejected'],
      ['1', 'accepted'],
    ]);
    expect(await events()).toBe(before + 3);
    expect((await receipts()).records).toMatchObject([taken]);
    expect(await confirm(body)).toMatchObject({ status: 201, body: taken });
    expect(await events()).toBe(before + 3);
    expect((await receipts()).records).toHaveLength(1);
  });

  test('that says something else of the same range is refused', async () => {
    const { range } = await read('0', '3');
    const { count: _count, ...body } = { ...range, count: 0 };
    expect(await confirm(body)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('confirms a withdrawal, which the feed shows without content', async () => {
    const { records } = await read('0', '1');
    const [record] = records;
    await world.service.sql(
      `insert into feed_entry (subscription, county, record_type, record_key, version, kind, body)
       select subscription, county, record_type, record_key, version + 1, 'withdrawn', '{}' from feed_entry
       where record_key = $1`,
      [record?.recordKey ?? ''],
    );
    await world.numberFeeds();
    const page = await read('4');
    expect(page).toMatchObject({
      records: [],
      withdrawn: [{ deliveryNumber: '5', recordKey: record?.recordKey, version: 2 }],
      range: { from: '5', through: '5', count: 1, digest: digestOf([`5 ${record?.recordKey} 2 withdrawn`]) },
    });
    const { count: _count, ...body } = { ...page.range, count: 0 };
    expect(await confirm(body)).toMatchObject({ status: 201, body: { accepted: 0, rejected: 0, withdrawn: 1 } });
  });

  test('is listed newest first, page by page, to who sees deliveries', async () => {
    const page = await receipts({ limit: '1' });
    expect(page.records.map(({ from }) => from)).toEqual(['5']);
    const rest = await receipts({ limit: '1', cursor: page.next ?? '' });
    expect([rest.records.map(({ from }) => from), rest.next]).toEqual([['1'], null]);
    const answer = await world.service.ask('listFeedReceipts', { ...feed, query: { county } }, hrSystem);
    expect(answer).toMatchObject({ code: 'AUTHORITY_MISSING' });
  });

  test('of a partner of another county is refused, and changed by nobody', async () => {
    const other = { ...hrSystem, counties: ['330382'] };
    expect(await confirm({ ...first, digest: 'b'.repeat(64) }, other)).toMatchObject({ code: 'OUT_OF_SCOPE' });
    await expect(world.service.sql('delete from feed_receipt')).rejects.toMatchObject({ code: '42501' });
  });
});
