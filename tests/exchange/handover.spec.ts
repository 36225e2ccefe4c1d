// Hand-over of large sets: rules E14 and E15.
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { publishSet, readPage, readSet } from '#kernel/exchange/handover/publish.ts';
import { type FetchPage, type Puller, pullSet, type Switch } from '#kernel/exchange/handover/pull.ts';
import { openPulls } from '#kernel/exchange/handover/pull-row.ts';
import { requestPull } from '#kernel/exchange/handover/request.ts';
import type { Announcement, SetPage, SetRow } from '#kernel/exchange/handover/set.ts';
import { busBytesMax } from '#kernel/exchange/limits.ts';
import { recorded } from './frames.ts';
import { county, otherCounty, rowsOf, type SpecEvents, sheetStored } from './support.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  const bus = inProcessBus();
  world = await openWorld({ connect: async () => bus, wipe: async () => bus.wipe(), stop: () => bus.close() });
});
afterAll(() => world.close());
let fetched: (string | null)[] = [];
beforeEach(() => {
  fetched = [];
});

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const rows = (count: number, from = 1): SetRow[] =>
  Array.from({ length: count }, (_, n) => {
    const key = `place-${String(count - n + from - 1).padStart(5, '0')}`;
    return { key, row: { code: key, name: 'a\tb\\c\nd', level: n } };
  });
const publish = (given: readonly SetRow[], of: string | null = county, kind = 'places'): Promise<Announcement> =>
  world.targets.own.transact({ counties: of === null ? [] : [of] }, (tx) =>
    publishSet(tx, { service: 'targets', kind, county: of, rows: given }),
  );
const request = (set: Announcement): Promise<void> =>
  world.evaluation.own.transact({ counties: [county] }, (tx) => requestPull(tx, { ...recorded(1), traceparent }, set));

const fetchPage: FetchPage = async (set, after, limit, trace) => {
  fetched.push(after);
  expect(trace).toBe(traceparent);
  return world.targets.own.transact({ counties: [county] }, (tx) => readPage(tx, set.id, after, limit));
};
const keep: Switch<object, SpecEvents> = async (set, call) => {
  await sql`insert into effect (event_id, county, key, step)
    select ${set.id}::uuid, ${set.county}, key, (body::json->>'level')::int from handover_staging where set_id = ${set.id}
  `.execute(call.tx);
  await call.append({ type: sheetStored, key: set.id, payload: { plan: set.id, step: set.count } });
};
const puller = (change: Partial<Puller<object, SpecEvents>> = {}): Puller<object, SpecEvents> => ({
  database: world.evaluation.own,
  reactor: {
    service: 'evaluation',
    reactionOf: () => undefined,
    readPayload: (_, payload) => payload,
    logger: pino({ level: 'silent' }),
  },
  fetchPage,
  switchOf: () => keep,
  ...change,
});
const switched = async (set: Announcement): Promise<number> =>
  (await world.effects()).filter(({ event_id }) => event_id === set.id).length;
const staged = async (): Promise<number> =>
  world.evaluation.own.transact({ counties: [] }, async (tx) => {
    const found = await sql<{ n: number }>`select count(*)::int as n from handover_staging`.execute(tx);
    return found.rows[0]?.n ?? -1;
  });

it('E14 publishes numbered sets whose digest does not hang on the order of the rows', async () => {
  const [one, other] = [await publish(rows(3)), await publish([...rows(3)].reverse())];
  expect([one.number, other.number]).toEqual([1, 2]);
  expect(one).toMatchObject({ count: 3, digest: other.digest, county });
  const foreign = await publish(rows(3), otherCounty);
  expect(foreign.number).toBe(1);
  const read = (of: string, id: string): Promise<unknown> =>
    world.targets.own.transact({ counties: [of] }, (tx) => readSet(tx, id));
  expect(await read(county, one.id)).toEqual(one);
  expect(await read(county, foreign.id)).toBeUndefined();
});

it('E14 keeps a published set as it is, and refuses a key twice', async () => {
  await publish(rows(2));
  for (const text of ["update handover_row set body = '{}'", 'update handover_set set count = 0'])
    await expect(
      world.targets.own.transact({ counties: [county] }, (tx) => sql.raw(text).execute(tx)),
    ).rejects.toMatchObject({ code: '42501' });
  await expect(publish([...rows(1), ...rows(1)])).rejects.toMatchObject({ code: '23505' });
  await expect(publish([{ key: '', row: {} }])).rejects.toThrow(/the key/);
});

it('E14 pulls pages into staging, checks them and switches in one transaction, with what the announcement caused', async () => {
  const set = await publish(rows(2_500));
  await request(set);
  await request(set);
  expect(await pullSet(puller(), set.id)).toBe(true);
  expect(fetched).toHaveLength(3);
  expect([await switched(set), await staged()]).toEqual([2_500, 0]);
  expect(await pullSet(puller(), set.id)).toBe(false);
  expect(await switched(set)).toBe(2_500);
  const caused = await rowsOf(
    world.evaluation,
    `select causation, county, correlation from outbox where key = '${set.id}'`,
  );
  expect(caused).toEqual([{ causation: recorded(1).id, county, correlation: 'request-1' }]);
});

it('E14 goes on with the page at which it was cut off', async () => {
  const set = await publish(rows(2_500));
  await request(set);
  const broken: FetchPage = (of, ...page) =>
    fetched.length === 1 ? Promise.reject(new Error('the owner is away')) : fetchPage(of, ...page);
  await expect(pullSet(puller({ fetchPage: broken }), set.id)).rejects.toThrow('the owner is away');
  expect(await staged()).toBe(1_000);
  expect(await pullSet(puller(), set.id)).toBe(true);
  expect(fetched).toEqual([null, 'place-01000', 'place-02000']);
  expect(await switched(set)).toBe(2_500);
});

const spoiling: readonly [string, (items: readonly SetRow[]) => readonly SetRow[]][] = [
  ['a row is missing', (items) => items.slice(1)],
  ['a row says something else', (items) => items.map((item, n) => (n === 0 ? { ...item, row: {} } : item))],
  ['there is a row too many', (items) => [...items, { key: 'zzz', row: {} }]],
];
it.each(spoiling)('E14 switches nothing when %s, and begins anew', async (_, spoil) => {
  const set = await publish(rows(10));
  await request(set);
  const spoiled: FetchPage = async (of, ...which) => {
    const page = await fetchPage(of, ...which);
    return { ...page, items: spoil(page.items) };
  };
  await expect(pullSet(puller({ fetchPage: spoiled }), set.id)).rejects.toThrow(/came with/);
  expect([await switched(set), await staged()]).toEqual([0, 0]);
  expect(await pullSet(puller(), set.id)).toBe(true);
  expect(await switched(set)).toBe(10);
});

it('E14 keeps the staged rows when the switch fails, and tries the switch again', async () => {
  const set = await publish(rows(5));
  await request(set);
  const failing: Switch<object, SpecEvents> = async (of, call) => {
    await keep(of, call);
    throw new Error('a place is unknown');
  };
  await expect(pullSet(puller({ switchOf: () => failing }), set.id)).rejects.toThrow('a place is unknown');
  await expect(pullSet(puller({ switchOf: () => undefined }), set.id)).rejects.toThrow('No switch is given');
  expect([await switched(set), await staged()]).toEqual([0, 5]);
  expect(await pullSet(puller(), set.id)).toBe(true);
  expect(fetched).toHaveLength(1);
});

it('E14 lets two instances pull the same set: one switch', async () => {
  const set = await publish(rows(3_000));
  await request(set);
  const both = await Promise.all([pullSet(puller(), set.id), pullSet(puller(), set.id)]);
  expect(both.filter(Boolean)).toHaveLength(1);
  expect(await switched(set)).toBe(3_000);
});

it('E14 passes by an older set when a newer one of its kind is there already', async () => {
  const [older, newer] = [await publish(rows(3), county, 'units'), await publish(rows(4), county, 'units')];
  await request(newer);
  await pullSet(puller(), newer.id);
  await request(older);
  expect(await pullSet(puller(), older.id)).toBe(true);
  expect([await switched(older), await switched(newer)]).toEqual([0, 4]);
  expect(await world.evaluation.exchange.transact('exchange', openPulls)).toEqual([]);
});

it('E15 makes no page larger than 512 KiB', async () => {
  const large = Array.from({ length: 12 }, (_, n) => ({ key: `k${n}`, row: { text: 'x'.repeat(100_000) } }));
  const set = await publish(large, county, 'large');
  let after: string | null = null;
  const sizes: number[] = [];
  do {
    const behind: string | null = after;
    const page: SetPage = await world.targets.own.transact({ counties: [county] }, (tx) =>
      readPage(tx, set.id, behind),
    );
    sizes.push(Buffer.byteLength(JSON.stringify(page)));
    after = page.next;
  } while (after !== null);
  expect(sizes.length).toBe(3);
  for (const size of sizes) expect(size).toBeLessThanOrEqual(busBytesMax);
});
