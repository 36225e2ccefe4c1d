// The simulated provincial platform, seen from outside: over HTTP, by its contract, with a token.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecProvince, startSpecProvince } from '../support/province.ts';
import { recordDigest } from '../values/digest.ts';

type Page<T> = { records: T[]; next: string | null };
type Row = Record<string, string | number | null>;

let province: SpecProvince;
beforeAll(async () => {
  province = await startSpecProvince();
});
afterAll(() => province.stop());

const all = async <T>(path: string): Promise<T[]> => {
  const records: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await province.call('GET', `${path}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(answer.status).toBe(200);
    const page = answer.body as Page<T>;
    records.push(...page.records);
    cursor = page.next;
  }
  return records;
};

describe('P1 to P3, the directory and its data elements', () => {
  it('serves the whole country page by page, as its count and digest say', async () => {
    const places = await all<Row>('/places?limit=1000');
    expect(places.filter(({ level }) => level === 'township')).toHaveLength(41_352);
    const { body } = await province.call('GET', '/data-sets/P1/digest');
    const hash = createHash('sha256');
    const sorted = (place: Row): object =>
      Object.fromEntries(Object.entries(place).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    for (const place of places) hash.update(`${JSON.stringify(sorted(place))}\n`);
    expect(body).toEqual({ dataSet: 'P1', records: 44_699, digest: hash.digest('hex') });
  });

  it('serves 瑞安市 with its 23 townships, and what lies above it when asked', async () => {
    expect(await all('/places?under=330381')).toHaveLength(24);
    const withAncestors = await all<Row>('/places?under=330381&withAncestors=true&limit=5');
    expect(withAncestors.slice(0, 3).map(({ name }) => name)).toEqual(['浙江省', '温州市', '瑞安市']);
    expect(withAncestors).toHaveLength(26);
  });

  it('serves the 62 organisations of the county in pages of any size, none twice', async () => {
    const byTen = await all<Row>('/organisations?under=330381&limit=10');
    expect(byTen).toEqual(await all<Row>('/organisations?under=330381&limit=1000'));
    expect(new Set(byTen.map(({ creditCode }) => creditCode)).size).toBe(62);
  });

  it('names a department of the county as the source of each data element', async () => {
    const organisations = await all<Row>('/organisations?under=330381');
    const elements = await all<Row>('/data-elements?county=330381&limit=5');
    expect(elements).toHaveLength(14);
    const departments = new Set(
      organisations.filter(({ kind }) => kind === 'department').map(({ creditCode }) => creditCode),
    );
    expect(elements.filter(({ sourceDepartment }) => !departments.has(sourceDepartment ?? ''))).toEqual([]);
    expect(new Set(elements.map(({ dimension }) => dimension)).size).toBe(6);
  });

  it('has nothing new since the day of its directory', async () => {
    expect(await all('/places?changedSince=2023-07-01')).toEqual([]);
    expect(await all('/organisations?under=330381&changedSince=2024-01-01')).toEqual([]);
    expect(await all('/places?under=330381&changedSince=2023-06-30')).toHaveLength(24);
  });
});

describe('P4, observations', () => {
  it('are the same in pages and in the stream, and as their digest says', async () => {
    const question = 'under=330381&from=2025-01&to=2025-02';
    const paged = await all<Row>(`/observations?${question}&limit=97`);
    const { body } = await province.call('GET', `/observations/stream?${question}`);
    const streamed = String(body)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(paged).toHaveLength(23 * 14 * 2);
    expect(streamed).toEqual(paged);
    const digest = (await province.call('GET', `/data-sets/P4/digest?${question}`)).body as { records: number };
    expect(digest.records).toBe(paged.length);
  });

  it('stop at the wanted number of rows', async () => {
    const { body } = await province.call('GET', '/observations/stream?under=33&from=2025-01&to=2025-12&rows=1001');
    expect(String(body).trimEnd().split('\n')).toHaveLength(1_001);
  });
});

describe('P8, unit results', () => {
  const cycle = '0c9f4e9e-7d7e-5a61-9f0b-3b8d4d1f2a01';
  const key = (unit: string, version: number): string => `/unit-results/${cycle}/${unit}/versions/${version}`;
  const result = (over: object = {}): object => ({
    county: '330381',
    year: 2025,
    supersedes: null,
    total: '93.42',
    rankingGroup: '平原镇',
    rank: 2,
    grade: null,
    organ: '中共瑞安市委考核工作委员会(虚构)',
    documentReference: '瑞考委〔2026〕3号',
    announcedOn: '2026-03-05',
    ...over,
  });

  it('are received once: the same content again gets the same receipt', async () => {
    const first = await province.call('PUT', key('330381101000', 1), result());
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ unit: '330381101000', version: 1, digest: recordDigest(result()) });
    const again = await province.call('PUT', key('330381101000', 1), result());
    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it('can be read back with their receipts', async () => {
    const { body } = await province.call('GET', key('330381101000', 1));
    expect(body).toMatchObject({ result: result(), receipt: { receipt: 'SJ-00000001', receivedOn: null } });
    expect(await all(`/unit-results?cycle=${cycle}&limit=1`)).toEqual([body]);
    expect(await all('/unit-results?cycle=0c9f4e9e-7d7e-5a61-9f0b-3b8d4d1f2a02')).toEqual([]);
  });

  it('take a version that replaces a received one', async () => {
    expect((await province.call('PUT', key('330381101000', 2), result({ supersedes: 1, total: '95.22' }))).status).toBe(
      201,
    );
  });

  it.each([
    ['another content under the same key', '330381101000', 1, { total: '93.43' }, 409, 'CONTENT_DIFFERS'],
    ['a unit that does not exist', '330381199000', 1, {}, 422, 'UNIT_UNKNOWN'],
    ['a county as a unit', '330381000000', 1, {}, 422, 'UNIT_UNKNOWN'],
    ['a unit of another county', '330382001000', 1, {}, 422, 'UNIT_UNKNOWN'],
    ['a second version that replaces nothing', '330381116000', 2, {}, 422, 'SUPERSEDED_UNKNOWN'],
    ['a version that replaces one never received', '330381116000', 2, { supersedes: 1 }, 422, 'SUPERSEDED_UNKNOWN'],
    ['a version that replaces itself', '330381116000', 1, { supersedes: 1 }, 422, 'SUPERSEDED_UNKNOWN'],
    ['a grade of a person with it', '330381116000', 1, { persons: [{ grade: '1' }] }, 400, 'REQUEST_INVALID'],
    ['a total that is a number', '330381116000', 1, { total: 93.42 }, 400, 'REQUEST_INVALID'],
    ['a day that does not exist', '330381116000', 1, { announcedOn: '2026-02-30' }, 400, 'REQUEST_INVALID'],
    ['no organ', '330381116000', 1, { organ: undefined }, 400, 'REQUEST_INVALID'],
  ])('refuse %s', async (_, unit, version, over, status, code) => {
    const before = await all('/unit-results?limit=1000');
    const answer = await province.call('PUT', key(unit, version), result(over));
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await all('/unit-results?limit=1000')).toEqual(before);
  });
});

describe('a call that does not fit the contract', () => {
  it.each([
    ['a page that is too long', '/places?limit=1001', '/query/limit'],
    ['a limit that is text', '/places?limit=ten', '/query/limit'],
    ['an unknown parameter', '/places?county=330381', '/query/county'],
    ['the same parameter twice', '/places?under=33&under=32', '/query/under'],
    ['a missing parameter', '/observations?from=2025-01&to=2025-01', '/query/under'],
    ['a month that does not exist', '/observations?under=33&from=2025-13&to=2025-13', '/query/from'],
    ['months in the wrong order', '/observations?under=33&from=2025-02&to=2025-01', '/query/to'],
    ['more than five years', '/observations?under=33&from=2020-01&to=2025-01', '/query/to'],
    [
      'a cursor of another list',
      `/organisations?cursor=${Buffer.from('330381').toString('base64url')}`,
      '/query/cursor',
    ],
    ['a cursor that is SQL', "/places?cursor='or'1'='1", '/query/cursor'],
    ['a digest of P4 without its months', '/data-sets/P4/digest?under=33', '/query'],
    ['a data set that does not exist', '/data-sets/P9/digest', '/path/dataSet'],
  ])('is refused for %s', async (_, path, pointer) => {
    const { status, body } = await province.call('GET', path);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((body as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)).toContain(pointer);
  });

  it.each([
    ['a body that is not JSON', '{"county":', 400, 'BODY_NOT_JSON'],
    ['no body', '', 400, 'REQUEST_INVALID'],
    ['a body of another media type', '{}', 415, 'MEDIA_TYPE_UNSUPPORTED', 'text/plain'],
    ['a body that is too large', JSON.stringify({ county: '3'.repeat(70_000) }), 413, 'BODY_TOO_LARGE'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'BODY_NOT_JSON'],
  ])('is refused for %s', async (_, body, status, code, media = 'application/json') => {
    const url = `${province.partner.url}/api/v1/unit-results/0c9f4e9e-7d7e-5a61-9f0b-3b8d4d1f2a01/330381101000/versions/3`;
    const authorization = `Bearer ${await province.issuer.token()}`;
    const headers = { authorization, 'content-type': media };
    const answer = await fetch(url, { method: 'PUT', body, headers });
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status, body: { code } });
  });
});

describe('a caller without right', () => {
  const get = async (authorization?: string): Promise<unknown> => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${province.partner.url}/api/v1/places?under=330381`, { headers });
    return { status: response.status, code: ((await response.json()) as { code?: string }).code };
  };

  it.each([
    ['without a token', undefined],
    ['with a scheme that is not Bearer', 'Basic c3ZjOmdlaGVpbQ=='],
  ])('%s is refused', async (_, header) => {
    expect(await get(header)).toEqual({ status: 401, code: 'TOKEN_MISSING' });
  });

  it.each([
    ['with a token that expired', { lifetimeSeconds: -60 }, 401, 'TOKEN_INVALID'],
    ['with a token for another audience', { audience: 'elsewhere' }, 401, 'TOKEN_INVALID'],
    ['with a token of another issuer', { issuer: 'http://127.0.0.1/realms/other' }, 401, 'TOKEN_INVALID'],
    ['with a token signed by another key', { foreignKey: true }, 401, 'TOKEN_INVALID'],
    ['with the role of another service', { roles: ['service:targets'] }, 403, 'ROLE_MISSING'],
    ['with no role at all', { roles: [] }, 403, 'ROLE_MISSING'],
  ])('%s is refused', async (_, claims, status, code) => {
    expect(await get(`Bearer ${await province.issuer.token(claims)}`)).toEqual({ status, code });
  });

  it('that holds a text for a token is refused', async () => {
    expect(await get('Bearer nonsense')).toEqual({ status: 401, code: 'TOKEN_INVALID' });
  });
});
