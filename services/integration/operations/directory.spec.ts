// The directory as it is read: in valid and recorded time, within the caller's scope and county.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordPlaces } from '#kernel/scope/replica.ts';
import { instant, isoDate } from '#kernel/values/date.ts';
import {
  county,
  countyPlace,
  hrSystem,
  office,
  organisationOffice,
  startWorld,
  type World,
} from '../../../tests/support/integration/world.ts';
import { placeId } from '../domain/place.ts';
import { savePlaceNotes } from '../store/save-place-notes.ts';

const town = '330381101000';
const approval = '浙政函〔2025〕7号';
const signer = { roles: ['township_signer'] as const, places: [placeId(town)] };

let world: World;
let before: string;
beforeAll(async () => {
  world = await startWorld();
  const workers = world.work();
  for (const dataSet of ['P1', 'P2', 'H1', 'H2']) await world.synchronise(dataSet);
  await workers.stop();
  before = new Date().toISOString();
});
afterAll(() => world.stop());

const place = async (query: Record<string, string> = {}, person: Parameters<World['service']['ask']>[2] = office) =>
  world.service.ask('getPlace', { path: { placeId: placeId(town) }, query }, person);
const dated = { validFrom: isoDate('2023-06-30'), kind: 'town', parentId: countyPlace, code: town };

describe('a place', () => {
  let name: string;
  beforeAll(async () => {
    name = (await place()).body.name;
    // 撤镇设街道 on 1 September 2025, learned today.
    const changed = [
      { ...dated, name, validTo: isoDate('2025-09-01') },
      { ...dated, name: '塘下街道', kind: 'subdistrict', validFrom: isoDate('2025-09-01'), validTo: null },
    ];
    await world.transact(async (tx) => {
      const recordedAt = instant(new Date().toISOString());
      await recordPlaces(tx, [{ placeId: placeId(town), versions: changed }], recordedAt);
      await savePlaceNotes(tx, [
        {
          place: town,
          code: town,
          name: '塘下街道',
          kind: 'subdistrict',
          parent: `${county}000000`,
          validFrom: isoDate('2025-09-01'),
          validTo: null,
          successors: ['330381001000'],
          documentReference: approval,
        },
      ]);
    });
  });

  test('is shown as it is today, and as it will be on a day that is already decided', async () => {
    expect(await place()).toMatchObject({ status: 200, body: { name, kind: 'town', documentReference: null } });
    expect(await place({ asOf: '2025-09-01' })).toMatchObject({
      body: { name: '塘下街道', kind: 'subdistrict', documentReference: approval, validFrom: '2025-09-01' },
    });
  });

  test('is shown as it was known before the change was learned', async () => {
    const { body } = await place({ asOf: '2025-09-01', knownAt: before });
    expect(body).toMatchObject({ name, kind: 'town', validTo: null });
    const list = await world.service.ask(
      'listPlaces',
      { query: { county, asOf: '2025-09-01', knownAt: before, limit: '200' } },
      office,
    );
    expect(list.body.records.find(({ code }) => code === town)?.name).toBe(name);
  });

  test('names its successor, and the successor its predecessor', async () => {
    expect((await place()).body.successorIds).toEqual([placeId('330381001000')]);
    const successor = await world.service.ask('getPlace', { path: { placeId: placeId('330381001000') } }, office);
    expect(successor.body.predecessorIds).toEqual([placeId(town)]);
  });

  test('is not found on a day before it is known to have been', async () => {
    expect(await place({ asOf: '2023-06-29' })).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('outside the scope is not found: a township sees itself alone, a neighbour nothing', async () => {
    expect(await place({}, signer)).toMatchObject({ status: 200 });
    expect(await place({}, { ...signer, places: [placeId('330381001000')] })).toMatchObject({ code: 'NOT_FOUND' });
    const neighbour = { ...office, counties: ['330382'], places: [placeId('330382000000')] };
    expect(await place({ asOf: '2025-04-10' }, neighbour)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is asked for by a day that exists and an instant in UTC', async () => {
    expect(await place({ asOf: '2025-02-30' })).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await place({ knownAt: '2025-04-10' })).toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

describe('a list', () => {
  test('of places shows a township its own, and the county office all, each once by pages', async () => {
    const own = await world.service.ask('listPlaces', { query: { county } }, signer);
    expect(own.body.records.map(({ code }) => code)).toEqual([town]);
    const codes: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: Record<string, string> = { county, limit: '7', ...(cursor === '' ? {} : { cursor }) };
      const { body } = await world.service.ask('listPlaces', { query }, office);
      codes.push(...body.records.map(({ code }) => code));
      cursor = body.next;
    }
    expect(codes).toEqual([...new Set(codes)].toSorted());
    expect(codes).toHaveLength(24);
  });

  test('of organisations shows a township its own two', async () => {
    const { body } = await world.service.ask('listOrganisations', { query: { county } }, signer);
    expect(body.records.map(({ kind }) => kind).toSorted()).toEqual(['government', 'party-committee']);
    const [own] = body.records;
    const found = await world.service.ask('getOrganisation', { path: { organisationId: own?.id ?? '' } }, signer);
    expect(found).toMatchObject({ status: 200, etag: '"v1"', body: { creditCode: own?.creditCode } });
  });

  test('of posts and teams shows ids only, past a day what was held then', async () => {
    const posts = await world.service.ask('listPosts', { query: { county, limit: '200' } }, organisationOffice);
    const [post] = posts.body.records;
    expect(Object.keys(post ?? {}).toSorted()).toEqual(
      ['from', 'id', 'organisationId', 'personId', 'role', 'teamId', 'title', 'to'].toSorted(),
    );
    const path = { teamId: post?.teamId ?? '' };
    const today = await world.service.ask('getTeam', { path }, organisationOffice);
    expect(today.body.posts.length).toBeGreaterThanOrEqual(9);
    const early = await world.service.ask('getTeam', { path, query: { asOf: '2023-07-01' } }, organisationOffice);
    expect(early.body.posts).toEqual(today.body.posts.filter(({ from }) => from <= '2023-07-01'));
    const before2023 = await world.service.ask('getTeam', { path, query: { asOf: '2020-12-31' } }, organisationOffice);
    expect(before2023).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of teams is not for a township, and another county has none', async () => {
    expect(await world.service.ask('listTeams', { query: { county } }, signer)).toMatchObject({
      code: 'AUTHORITY_MISSING',
    });
    await world.service.beginDay('330382', '2025-04-10');
    const other = { ...hrSystem, counties: ['330382'] };
    expect((await world.service.ask('listTeams', { query: { county: '330382' } }, other)).body.records).toEqual([]);
  });
});

describe('a synchronisation', () => {
  const start = (body: object, person = office) => world.service.ask('startSynchronisation', { body }, person);

  test('is ordered once at a time for a data set, and by its own offices', async () => {
    const first = await start({ county, dataSet: 'P1' });
    expect(first).toMatchObject({ status: 202, body: { state: 'running', attempts: 0, startedOn: '2025-04-10' } });
    expect(await start({ county, dataSet: 'P1' })).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await start({ county, dataSet: 'P2' }, { ...office, roles: ['leader'] })).toMatchObject({ status: 403 });
    expect(await start({ county: '330382', dataSet: 'P1' })).toMatchObject({ code: 'OUT_OF_SCOPE' });
  });

  const bad: readonly [string, object, number, string][] = [
    ['of observations without a month', { dataSet: 'P4' }, 422, 'VALUE_INVALID'],
    ['of observations of a month ahead', { dataSet: 'P4', period: '2025-05' }, 422, 'PERIOD_AHEAD'],
    ['of places of a month', { dataSet: 'P1', period: '2025-03' }, 422, 'VALUE_INVALID'],
    ['of a data set that is not fetched', { dataSet: 'P8' }, 400, 'REQUEST_INVALID'],
  ];
  test.each(bad)('%s is refused', async (_name, order, status, code) => {
    expect(await start({ county, ...order })).toMatchObject({ status, code });
  });

  test('of another county is not found', async () => {
    const { body } = await start({ county, dataSet: 'P3' });
    const path = { synchronisationId: body.id };
    expect(await world.service.ask('getSynchronisation', { path }, { ...office, counties: ['330382'] })).toMatchObject({
      code: 'NOT_FOUND',
    });
    const list = await world.service.ask('listSynchronisations', { query: { county, limit: '2' } }, office);
    expect(list.body.records[0]?.id).toBe(body.id);
    expect(list.body.next).not.toBeNull();
  });
});
