// What does not belong into a question gets the right refusal, and never an error of the database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  county,
  countyPlace,
  hrSystem,
  office,
  organisationOffice,
  startWorld,
  type World,
} from '../../../tests/support/integration/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const cursorOf = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('a cursor of another list', () => {
  const lists = [
    ['listPlaces', cursorOf('a', 'b')],
    ['listOrganisations', cursorOf('a\0')],
    ['listTeams', cursorOf('no id')],
    ['listPosts', cursorOf('no id')],
    ['listDocuments', cursorOf('2025-02-30', '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10')],
    ['listSynchronisations', cursorOf('-1')],
    ['listDeliveries', cursorOf('1e9')],
  ] as const;
  test.each(lists)('is refused by %s', async (operation, cursor) => {
    const answer = await world.service.ask(operation, { query: { county, cursor } }, organisationOffice);
    expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });
});

describe('a day or an instant that the calendar or the database does not know', () => {
  const misfit = { status: 400, code: 'REQUEST_INVALID' };
  const days = [
    '2025-02-29',
    '0000-01-01',
    '1899-12-31',
    '2200-01-01',
    '20250101',
    '2025-1-1',
    '2025-01-01T00:00:00Z',
    'infinity',
    'now',
  ];
  test.each(days)('%s is no day to ask for', async (asOf) => {
    const answer = await world.service.ask('listPlaces', { query: { county, asOf } }, office);
    expect(answer).toMatchObject(misfit);
  });

  // RFC 3339 knows the year 0; our calendar begins in 1900.
  const outOfTable = { status: 422, code: 'VALUE_INVALID', faults: [{ pointer: '/query/knownAt' }] };
  const instants = [
    '2025-01-01',
    '2025-01-01T00:00:00+08:00',
    '0000-01-01T00:00:00Z',
    'infinity',
    '2025-13-01T00:00:00Z',
  ];
  test.each(instants)('%s is no instant to ask for', async (knownAt) => {
    const question = { path: { placeId: countyPlace }, query: { asOf: '2025-01-01', knownAt } };
    const answer = await world.service.ask('getPlace', question, office);
    expect(answer).toMatchObject(knownAt.startsWith('0000') ? outOfTable : misfit);
  });
});

describe('a number of the feed', () => {
  test.each(['-1', '01', '1.0', '9'.repeat(19), "0' or '1'='1", ''])('%j is refused as a cursor', async (after) => {
    const answer = await world.service.ask(
      'listFeedRecords',
      { path: { feed: 'hr' }, query: { county, after } },
      hrSystem,
    );
    expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });

  test('past all that there are gives an empty page', async () => {
    const query = { county, after: '9'.repeat(18) };
    const answer = await world.service.ask('listFeedRecords', { path: { feed: 'hr' }, query }, hrSystem);
    expect(answer).toMatchObject({ status: 200, body: { records: [], next: null } });
  });

  test('of a feed that is not there is refused', async () => {
    const answer = await world.service.ask(
      'listFeedRecords',
      { path: { feed: 'province' }, query: { county } },
      hrSystem,
    );
    expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });
});

describe('before the first day of a county', () => {
  test('a list and an order are refused, with the reason', async () => {
    const neighbour = { ...office, counties: ['330382'] };
    const list = await world.service.ask('listPlaces', { query: { county: '330382' } }, neighbour);
    const order = { county: '330382', dataSet: 'P1' };
    const started = await world.service.ask('startSynchronisation', { body: order }, neighbour);
    for (const answer of [list, started]) expect(answer).toMatchObject({ status: 409, code: 'COUNTY_DAY_UNKNOWN' });
  });

  test.each([
    [
      'of a county that its claim does not name',
      { counties: ['330381', '330382'] },
      '00',
      '2025-01-02',
      'OUT_OF_SCOPE',
    ],
    ['of a county that is none, though a star covers it', { counties: ['*'] }, '00', '2025-01-02', 'PLACE_UNKNOWN'],
    ['of a county with a gap in its code', { counties: ['330081'] }, '330081', '2025-01-02', 'PLACE_UNKNOWN'],
    ['in the year 2000', { counties: ['330382'] }, '330382', '2000-01-01', 'DAY_OUT_OF_REACH'],
    ['in the year 2199', { counties: ['330382'] }, '330382', '2199-12-31', 'DAY_OUT_OF_REACH'],
  ])('a scheduler begins no day %s', async (_case, claims, of, date, code) => {
    const scheduler = { roles: ['service:scheduler'] as const, ...claims };
    const answer = await world.service.ask('beginDay', { body: { county: of, date } }, scheduler);
    expect(answer).toMatchObject({ status: code === 'OUT_OF_SCOPE' ? 403 : 422, code });
    expect(await world.service.sql('select from business_day where county = $1', [of])).toEqual([]);
  });
});
