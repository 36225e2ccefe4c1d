// A head that different readers would read differently, or that asks for what is not there, is refused before its body is read.
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginFirstDay } from '../../../tests/support/first-day.ts';
import { headersIn, sendRaw, statusesIn } from '../../../tests/support/raw-http.ts';
import { type SystemUnderTest, systemUnderTest } from '../../../tests/support/system.ts';

const county = '330381';
const places = `/api/v1/integration/places?county=${county}&asOf=2025-01-03`;
const documents = '/api/v1/integration/documents';
const batches = `/api/v1/indicators/observation-batches?county=${county}&source=province&period=2025-01&mode=keep-good`;

let system: SystemUnderTest;
let token = '';
let office = '';
const head = (...lines: readonly string[]): string =>
  `${[...lines, 'Host: jixiao', 'Connection: close'].join('\r\n')}\r\n\r\n`;
const send = (bytes: string) => sendRaw(system.url, bytes);

beforeAll(async () => {
  system = await systemUnderTest();
  token = await system.tokenOf('office-1');
  office = `Authorization: Bearer ${token}`;
  await beginFirstDay(system, county, '2025-02-07');
});
afterAll(() => system.stop());

describe('a header that a request has once', () => {
  const get = `GET ${places} HTTP/1.1`;
  test.each([
    ['Authorization with another token', 'authorization', () => [get, office, 'Authorization: Bearer other']],
    ['Authorization with the same token', 'authorization', () => [get, office, office]],
    ['Authorization in other cases', 'authorization', () => [get, office, 'AUTHORIZATION: Basic x']],
    ['Authorization, once empty', 'authorization', () => [get, 'Authorization:', office]],
    [
      'Content-Type',
      'content-type',
      () => [
        `POST ${documents} HTTP/1.1`,
        office,
        'Content-Type: application/json',
        'Content-Type: text/csv',
        'Content-Length: 2',
      ],
    ],
    [
      'Idempotency-Key',
      'idempotency-key',
      () => [
        `POST ${documents} HTTP/1.1`,
        office,
        `Idempotency-Key: ${randomUUID()}`,
        `Idempotency-Key: ${randomUUID()}`,
      ],
    ],
  ])('is refused twice: %s', async (_what, header, lines) => {
    const answer = await send(head(...lines()));
    expect(statusesIn(answer)).toEqual([400]);
    expect(answer.body).toMatchObject({ code: 'HEADER_REPEATED', params: { header } });
  });

  test('is refused twice on every address, also at the development issuer', async () => {
    for (const path of ['/', '/nothing', '/health/live', '/realms/jixiao/.well-known/openid-configuration']) {
      const answer = await send(head(`GET ${path} HTTP/1.1`, office, office));
      expect([path, answer.body['code']]).toEqual([path, 'HEADER_REPEATED']);
      expect(headersIn(answer).get('cache-control')).toBe('no-store');
    }
  });

  test('is another one than those that are lists: Accept and If-Match may come in several lines', async () => {
    const answer = await send(
      head(get, office, 'Accept: text/html', 'Accept: application/json', 'If-Match: "a"', 'If-Match: "b"'),
    );
    expect(statusesIn(answer)).toEqual([200]);
  });
});

describe('a transfer coding', () => {
  const post = (coding: string): string =>
    head(`POST ${documents} HTTP/1.1`, office, 'Content-Type: application/json', `Transfer-Encoding: ${coding}`);
  test.each([
    ['gzip, chunked', 501, 'TRANSFER_CODING_UNSUPPORTED'],
    ['GZIP ,chunked', 501, 'TRANSFER_CODING_UNSUPPORTED'],
    ['x-unknown, chunked', 501, 'TRANSFER_CODING_UNSUPPORTED'],
    ['identity, chunked', 501, 'TRANSFER_CODING_UNSUPPORTED'],
    ['gzip\r\nTransfer-Encoding: chunked', 501, 'TRANSFER_CODING_UNSUPPORTED'],
    ['chunked, chunked', 400, 'HTTP_MALFORMED'],
    ['chunked, gzip', 400, 'HTTP_MALFORMED'],
    ['gzip', 400, 'HTTP_MALFORMED'],
    ['x-unknown', 400, 'HTTP_MALFORMED'],
    ['', 400, 'HTTP_MALFORMED'],
    ['identity', 400, 'HTTP_MALFORMED'],
    ['chunked\r\nContent-Length: 5', 400, 'HTTP_MALFORMED'],
  ])('%s is refused', async (coding, status, code) => {
    const answer = await send(`${post(coding)}2\r\n{}\r\n0\r\n\r\n`);
    expect([statusesIn(answer), answer.body['code']]).toEqual([[status], code]);
    expect(headersIn(answer).get('connection')).toBe('close');
  });

  test('that is chunked, in any case, is read', async () => {
    const answer = await send(`${post('Chunked')}2\r\n{}\r\n0\r\n\r\n`);
    expect(answer.body['code']).toBe('IDEMPOTENCY_KEY_MISSING');
  });
});

describe('whoever waits to be asked for its body', () => {
  const upload = (path: string, ...lines: readonly string[]): string =>
    head(`POST ${path} HTTP/1.1`, 'Expect: 100-continue', `Idempotency-Key: ${randomUUID()}`, ...lines);
  const json = ['Content-Type: application/json', 'Content-Length: 2'];
  const rows = ['Content-Type: text/csv', 'Transfer-Encoding: chunked'];
  test.each<[string, () => string, number, string]>([
    ['without a token', () => upload(documents, ...json), 401, 'TOKEN_MISSING'],
    ['without a token, with rows', () => upload(batches, ...rows), 401, 'TOKEN_MISSING'],
    ['with a bad token', () => upload(documents, 'Authorization: Bearer x.y.z', ...json), 401, 'TOKEN_INVALID'],
    ['without the authority', () => upload('/api/v1/integration/days', office, ...json), 403, 'AUTHORITY_MISSING'],
    [
      'with a body that is too large',
      () => upload(documents, office, json[0] ?? '', 'Content-Length: 999999999'),
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'with another media type',
      () => upload(documents, office, 'Content-Type: text/plain', 'Content-Length: 2'),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'with another charset',
      () => upload(documents, office, 'Content-Type: application/json;charset=gbk', 'Content-Length: 2'),
      415,
      'CHARSET_UNSUPPORTED',
    ],
    [
      'with another coding',
      () => upload(documents, office, ...json, 'Content-Encoding: gzip'),
      415,
      'CODING_UNSUPPORTED',
    ],
    [
      'where no body is taken',
      () =>
        upload('/api/v1/evaluation/cycles/00000000-0000-4000-8000-000000000000/freeze', office, 'If-Match: *', ...json),
      400,
      'REQUEST_INVALID',
    ],
    [
      'where no body is taken, in chunks',
      () =>
        upload('/api/v1/evaluation/cycles/00000000-0000-4000-8000-000000000000/freeze', office, 'If-Match: *', ...rows),
      400,
      'REQUEST_INVALID',
    ],
    ['at no address', () => upload('/nothing', office, ...json), 404, 'NOT_FOUND'],
    ['at a page', () => upload('/', office, ...json), 405, 'METHOD_NOT_ALLOWED'],
    [
      'for what nobody meets',
      () => upload(documents, office, ...json).replace('100-continue', '200-ok'),
      417,
      'EXPECTATION_FAILED',
    ],
  ])('%s has its answer at once', async (_what, bytes, status, code) => {
    const answer = await send(bytes());
    expect([statusesIn(answer), answer.body['code']]).toEqual([[status], code]);
  });

  /** Sends a head, and the body when it is asked for it: the statuses in their order. */
  const sendWhenAsked = (path: string, headers: Record<string, string>, body: string): Promise<number[]> =>
    new Promise((resolve, reject) => {
      const statuses: number[] = [];
      const asking = httpRequest(`${system.url}${path}`, {
        method: 'POST',
        headers: { ...headers, expect: '100-continue' },
      });
      asking.once('error', reject);
      asking.once('continue', () => {
        statuses.push(100);
        asking.end(body);
      });
      asking.once('response', (answer) => {
        answer.resume().once('end', () => resolve([...statuses, answer.statusCode ?? 0]));
      });
      asking.flushHeaders();
    });

  test('is asked for it where the head is good, and answered', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const json = { ...key, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    expect(await sendWhenAsked(documents, { ...json, 'content-length': '2' }, '{}')).toEqual([100, 400]);
    const rows = { ...key, authorization: `Bearer ${await system.clientToken('province-platform')}` };
    expect(await sendWhenAsked(batches, { ...rows, 'content-type': 'text/csv' }, 'x')).toEqual([100, 400]);
    expect(await sendWhenAsked(`${batches}&x=1`, { ...rows, 'content-type': 'text/csv' }, 'x')).toEqual([400]);
  });

  test('is asked by the development issuer too', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '12' };
    const statuses = await sendWhenAsked('/realms/jixiao/protocol/openid-connect/token', headers, 'grant_type=x');
    expect(statuses).toEqual([100, 400]);
  });
});

describe('a way to another protocol', () => {
  test.each([
    ['h2c', 'Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'],
    ['a web socket', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
  ])('is not gone, and the request answered: %s', async (_what, ...lines) => {
    const answer = await send(head(`GET ${places} HTTP/1.1`, office, ...lines));
    expect(statusesIn(answer)).toEqual([200]);
  });

  test.each(['TRACE', 'OPTIONS', 'PROPFIND', 'PURGE'])('is no method either: %s', async (method) => {
    const [known, unknown] = [
      await send(head(`${method} ${places} HTTP/1.1`)),
      await send(head(`${method} /nothing HTTP/1.1`)),
    ];
    expect([known.body['code'], headersIn(known).get('allow')]).toEqual(['METHOD_NOT_ALLOWED', 'GET, HEAD']);
    expect(unknown.body['code']).toBe('NOT_FOUND');
  });
});
