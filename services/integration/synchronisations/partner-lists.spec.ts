// Lists as a partner may come to give them one day: changed places, corrected codes, circles, people outside the team.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announceResults, registerDecision } from '../../../tests/support/integration/decisions.ts';
import { until } from '../../../tests/support/integration/partners.ts';
import {
  county,
  countyPlace,
  office,
  organisationOffice,
  startWorld,
  type World,
} from '../../../tests/support/integration/world.ts';
import { placeId } from '../domain/place.ts';
import type { HttpPartner } from '../partners/http-partner.ts';

/** What the partner's lists hold now, by path. */
const lists = new Map<string, readonly object[]>();
/** What a list becomes after it was read once, and once more. */
const changes = new Map<string, (readonly object[])[]>();
const partner: HttpPartner = {
  name: 'the partner',
  pages: async function* (path) {
    const list = lists.get(path) ?? [];
    const later = changes.get(path)?.shift();
    if (later !== undefined) lists.set(path, later);
    yield list;
  },
  stream: () => Promise.reject(new Error('No stream is asked for.')),
  put: () => Promise.resolve({ receipt: 'SJ-00000001', digest: 'c'.repeat(64) }),
};

const [first, second] = ['330381101000', '330381102000'];
const place = (code: string, parent: string | null, change: object = {}): object => ({
  place: code,
  code,
  name: `甲${code.slice(6, 9)}`,
  kind: parent === null ? 'county' : 'town',
  parent,
  validFrom: '2023-06-30',
  validTo: null,
  successors: [],
  document: null,
  ...change,
});
const organisation = (creditCode: string, change: object = {}): object => ({
  creditCode,
  name: '中共甲镇委员会',
  place: first,
  kind: 'party-committee',
  department: null,
  validFrom: '2023-06-30',
  validTo: null,
  ...change,
});
const [old, corrected] = ['11330381MB0000001X', '11330381MB0000002X'];

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.work({ province: partner, hr: partner });
  lists.set('/places', [
    place(`${county}000000`, null),
    place(first, `${county}000000`),
    place(second, `${county}000000`),
  ]);
  await world.synchronise('P1');
});
afterAll(() => world.stop());

const published = async (): Promise<unknown[]> =>
  (await world.service.sent())
    .filter(({ type }) => type.endsWith('DirectoryPublished.v1'))
    .map(({ payload }) => payload['number']);

describe('places', () => {
  test('that changed are published in the next set, with what they became', async () => {
    lists.set('/places', [
      place(`${county}000000`, null),
      place(first, `${county}000000`, { validTo: '2025-04-01', successors: [second], document: '浙政函〔2025〕7号' }),
      place(second, `${county}000000`),
    ]);
    expect(await world.synchronise('P1')).toMatchObject({ state: 'completed', refused: 0 });
    expect(await published()).toEqual([1, 2]);
    const { body } = await world.service.ask(
      'getPlace',
      { path: { placeId: placeId(first) }, query: { asOf: '2025-03-31' } },
      { ...office, places: [countyPlace] },
    );
    expect(body).toMatchObject({
      validTo: '2025-04-01',
      successorIds: [placeId(second)],
      documentReference: '浙政函〔2025〕7号',
    });
  });

  test('that lie under one another in a circle are refused whole, with a sentence', async () => {
    const known = lists.get('/places') ?? [];
    lists.set('/places', [place(`${county}000000`, first), place(first, `${county}000000`)]);
    const failed = await world.synchronise('P1');
    expect(failed).toMatchObject({ state: 'failed', attempts: 1 });
    expect(failed.failure).toBe('清单中有区划互为上级，整份清单未予接收');
    expect(failed.outcome).toEqual({
      code: 'PLACES_IN_A_CIRCLE',
      text: failed.failure,
      textInEnglish: 'the list holds places that lie under one another in a circle: nothing of it was taken',
    });
    expect(await published()).toEqual([1, 2]);
    lists.set('/places', known);
  });

  test('that can not be read or placed are refused one by one, and the others taken', async () => {
    lists.set('/places', [
      place(`${county}000000`, null),
      place(first, `${county}000000`),
      place(second, `${county}000000`),
      place('330381103000', '330381999000'),
      place('330381104000', `${county}000000`, { kind: 'moon' }),
      place('330381105000', '330381105000'),
    ]);
    expect(await world.synchronise('P1')).toMatchObject({ state: 'completed', received: 6, refused: 3 });
    expect(await published()).toEqual([1, 2, 3]);
  });
});

describe('a credit code', () => {
  test('that was corrected leaves the organisation, its team and its posts what they were', async () => {
    lists.set('/organisations', [organisation(old)]);
    lists.set('/teams', [{ creditCode: old, place: first }]);
    const post = {
      A0000: 'XN-330381101-01',
      A0201D: true,
      A0201E: '1',
      A0215A: '党委书记',
      A0243: '2022-03-01',
      A0255: '1',
    };
    lists.set('/posts', [
      { ...post, A0201B: old, team: old },
      { ...post, A0000: 'XN-330381101-02', A0201B: old, team: old, A0201D: false },
    ]);
    await world.synchronise('P2');
    expect(await world.synchronise('H2')).toMatchObject({ received: 3, refused: 0 });
    const before = (await world.service.ask('listTeams', { query: { county } }, organisationOffice)).body.records;
    expect(before[0]?.posts).toHaveLength(1);

    lists.set('/organisations', [organisation(corrected)]);
    lists.set('/teams', [{ creditCode: corrected, place: first }]);
    lists.set('/posts', [{ ...post, A0201B: corrected, team: corrected }]);
    await world.synchronise('P2');
    expect(await world.synchronise('H2')).toMatchObject({ received: 2, refused: 0 });
    expect((await world.service.ask('listTeams', { query: { county } }, organisationOffice)).body.records).toEqual(
      before,
    );
    const { body } = await world.service.ask(
      'getOrganisation',
      { path: { organisationId: before[0]?.organisationId ?? '' } },
      office,
    );
    expect(body.creditCode).toBe(corrected);
    expect((await world.service.sent()).filter(({ type }) => type.endsWith('TeamsPublished.v1'))).toHaveLength(1);
  });

  test('of an organisation in a place that nobody knows is refused', async () => {
    lists.set('/organisations', [organisation(corrected), organisation(old, { place: '330381999000' })]);
    expect(await world.synchronise('P2')).toMatchObject({ state: 'completed', received: 2, refused: 1 });
  });
});

describe('a data element', () => {
  test('that changed between two attempts is put all the same', async () => {
    const element = (version: number): object => ({
      code: 'EC-1',
      version,
      name: '一般公共预算收入',
      definition: '本级组织的一般公共预算收入',
      dimension: '经济发展',
      unit: '万元',
      precision: 2,
      direction: 'higher',
      accumulation: 'cumulative',
      frequency: 'month',
      minimum: '0',
      maximum: '9999999.99',
      sourceDepartment: corrected,
    });
    lists.set('/data-elements', [element(1)]);
    changes.set('/data-elements', [[element(2)]]);
    world.intake.loseAnswers(1);
    expect(await world.synchronise('P3')).toMatchObject({ state: 'completed', attempts: 2, received: 1, refused: 0 });
    expect(world.intake.puts.map(({ elements }) => elements[0]?.version)).toEqual([1, 2]);
  });
});

describe('a post', () => {
  test('that ended is kept with its last day, and the team is announced with fewer members', async () => {
    const ended = { A0000: 'XN-330381101-01', A0201D: true, A0201E: '1', A0215A: '党委书记', A0243: '2022-03-01' };
    lists.set('/posts', [{ ...ended, A0255: '0', A0265: '2025-04-01', A0201B: corrected, team: corrected }]);
    expect(await world.synchronise('H2')).toMatchObject({ refused: 0 });
    const posts = await world.service.ask('listPosts', { query: { county } }, organisationOffice);
    expect(posts.body.records).toMatchObject([{ to: '2025-04-01' }]);
    const [event] = (await world.service.sent()).slice(-1);
    expect(event?.payload).toMatchObject({ teams: [{ memberCount: 0 }] });
  });
});

describe('a title', () => {
  const post = {
    A0000: 'XN-330381101-09',
    A0201D: true,
    A0201E: '3',
    A0215A: '副书计',
    A0243: '2022-03-01',
    A0255: '1',
    A0201B: corrected,
    team: corrected,
  };
  const held = async () =>
    (await world.service.ask('listTeams', { query: { county } }, organisationOffice)).body.records[0]?.posts;

  test('that was corrected leaves one post, and the team the members that it had', async () => {
    lists.set('/posts', [post]);
    await world.synchronise('H2');
    const before = await held();
    lists.set('/posts', [{ ...post, A0215A: '党委副书记' }]);
    expect(await world.synchronise('H2')).toMatchObject({ refused: 0 });
    expect(await held()).toEqual(before?.map((one) => ({ ...one, title: '党委副书记' })));
    expect(before).toHaveLength(1);
  });

  test('beside a record that is refused does not take that post away, and comes when the list is whole', async () => {
    const before = await held();
    const other = { ...post, A0215A: '武装部部长' };
    const spoilt = { ...post, A0215A: '党委副书记', A0201E: '9' };
    for (const list of [
      [spoilt, other],
      [other, spoilt],
      [other, { ...spoilt, A0000: '?' }],
    ]) {
      lists.set('/posts', list);
      expect(await world.synchronise('H2')).toMatchObject({ received: 3, refused: 2 });
      expect(await held()).toEqual(before);
    }
    lists.set('/posts', [other, { ...post, A0215A: '党委副书记' }]);
    expect(await world.synchronise('H2')).toMatchObject({ received: 3, refused: 0 });
    expect((await held())?.map(({ title }) => title).toSorted()).toEqual(['党委副书记', '武装部部长'].toSorted());
  });
});

describe('a person', () => {
  test('that can not be read is refused, and the log names the field and nothing of the person', async () => {
    const good = { A0000: 'XN-330381101-01', A0101: '欧阳明（虚构）', A0184: '99999919680101001X', A0163: '1' };
    lists.set('/persons', [good, { ...good, A0000: 'XN-330381101-02', A0163: '9' }, { ...good, A0184: '欧阳明' }]);
    expect(await world.synchronise('H1')).toMatchObject({ state: 'completed', received: 3, refused: 2 });
    const lines = world.logged.filter((line) => line.includes('a record of a partner was refused'));
    expect(lines.filter((line) => /"field":"(A0163|A0184)"/.test(line))).toHaveLength(2);
    expect(world.logged.join('')).not.toMatch(/欧阳明|19680101001X|XN-330381101/);
  });
});

describe('a receipt', () => {
  test('of another content is no receipt: the delivery is given back with a code', async () => {
    const document = await registerDecision(world.service, 1);
    const [recordKey] = await announceResults(world.service, document, [placeId(second)]);
    const delivery = await until(async () => {
      const { body } = await world.service.ask('listDeliveries', { query: { county, state: 'rejected' } }, office);
      return body.records[0];
    });
    expect(delivery).toMatchObject({ recordKey, partner: 'province', rejectCode: 'RECEIPT_DIFFERS' });
  });
});
