// What a request says before its body: an address of the contract to the letter, a head within its limits, HTTP as RFC 9112 writes it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendRaw } from '../../../tests/support/raw-http.ts';
import { type SystemUnderTest, systemUnderTest } from '../../../tests/support/system.ts';

const places = '/api/v1/integration/places';
const batches = '/api/v1/indicators/observation-batches';

let system: SystemUnderTest;
let office = '';
const ask = (
  path: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
): Promise<Response> =>
  fetch(`${system.url}${path}`, { ...init, headers: { authorization: `Bearer ${office}`, ...init.headers } });

beforeAll(async () => {
  system = await systemUnderTest();
  office = await system.tokenOf('office-1');
});
afterAll(() => system.stop());

describe('an address beside the contract does not exist', () => {
  test.each([
    ['in upper case', '/API/V1/integration/places'],
    ['whose service is in upper case', '/api/v1/INTEGRATION/places'],
    ['whose path is in upper case', '/api/v1/integration/PLACES'],
    ['with a slash at its end', `${places}/`],
    ['with two slashes', '/api/v1/integration//places'],
    ['of a page in upper case', '/Contracts/problems'],
    ['of a page with a slash at its end', '/health/live/'],
  ])('%s', async (_case, path) => {
    const answer = await ask(`${path}?county=330381`);
    expect({ status: answer.status, ...((await answer.json()) as object) }).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });
});

describe('a method', () => {
  test.each([
    ['OPTIONS', '/'],
    ['POST', '/'],
    ['PUT', '/docs'],
    ['DELETE', '/contracts/targets.json'],
    ['POST', '/health/live'],
  ])('%s %s is refused: this address is only read', async (method, path) => {
    const answer = await ask(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('that the contract does not have is answered with those that are, HEAD where there is GET', async () => {
    const answer = await ask(places, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const begin = await ask('/api/v1/integration/days', { method: 'GET' });
    expect([begin.status, begin.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('HEAD is answered as GET is, without the body', async () => {
    const path = `${places}?county=330381&asOf=2025-01-03`;
    const [head, get] = [await ask(path, { method: 'HEAD' }), await ask(path)];
    expect([head.status, get.status]).toEqual([200, 200]);
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    expect(await head.text()).toBe('');
  });
});

describe('HEAD of a reading that is recorded', () => {
  test.each([
    ['of what HR is due', '/api/v1/integration/feeds/hr/records?county=330381', 'GET'],
    ['of a person', `/api/v1/integration/persons/${randomUUID()}?county=330381&purpose=x`, 'GET'],
  ])('%s is refused: who asks for it has read nothing', async (_what, path, allow) => {
    const hr = await system.clientToken('hr-system');
    const answer = await ask(path, { method: 'HEAD', headers: { authorization: `Bearer ${hr}` } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
  });
});

describe('a whole number in a query', () => {
  test.each(['0x10', '1e2', '%2010', '10.0', '+5'])('is not written %s', async (limit) => {
    const answer = await ask(`${places}?county=330381&limit=${limit}`);
    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ pointer: '/query/limit', code: 'type' }] });
  });
});

describe('a parameter that the contract does not have', () => {
  test.each(['__proto__', 'constructor', 'toString', 'surplus'])('is refused by its name: %s', async (name) => {
    const answer = await ask(`${places}?county=330381&${name}=1`);
    const errors = [{ pointer: `/query/${name}`, code: 'additionalProperties', expected: `不得有字段“${name}”` }];
    expect(await answer.json()).toMatchObject({ status: 400, errors });
  });
});

describe('an address that is too long', () => {
  test('has its own status, whatever it asks for', async () => {
    for (const path of [`${places}?county=${'3'.repeat(8_200)}`, `/${'x'.repeat(8_200)}`]) {
      const answer = await ask(path);
      expect(await answer.json()).toMatchObject({ status: 414, code: 'URI_TOO_LONG', params: { limit: 8_192 } });
    }
  });

  test.each([
    ['control characters', `source=${'%01'.repeat(2_600)}`],
    ['parameters without a value', `source=1&${Array.from({ length: 4_000 }, (_, index) => index % 10).join('&')}`],
    ['signs of three bytes', `source=${'%E7%BB%A9'.repeat(860)}`],
  ])('is not meant by one of %s just within the limit: the owner of the operation judges it', async (_case, query) => {
    const province = await system.clientToken('province-platform');
    const answer = await ask(`${batches}?county=330381&${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${province}`,
        'content-type': 'text/csv',
        'idempotency-key': randomUUID(),
      },
      body: 'x\n',
    });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });
});

describe('what is no request at all is answered with a problem', () => {
  const host = 'Host: 127.0.0.1\r\n';
  test.each([
    ['headers above 16 KiB', `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(17_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['an address above 16 KiB', `GET /${'x'.repeat(17_000)} HTTP/1.1\r\n${host}\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['a method that HTTP does not know', `BREW / HTTP/1.1\r\n${host}\r\n`, 501, 'METHOD_NOT_IMPLEMENTED'],
    ['a method in lower case', `get / HTTP/1.1\r\n${host}\r\n`, 501, 'METHOD_NOT_IMPLEMENTED'],
    ['a method that is no word', `G(T / HTTP/1.1\r\n${host}\r\n`, 400, 'HTTP_MALFORMED'],
    ['the way to a tunnel', `CONNECT example.org:443 HTTP/1.1\r\n${host}\r\n`, 501, 'METHOD_NOT_IMPLEMENTED'],
    [
      'the way to a tunnel, with bytes for its other end',
      `CONNECT example.org:443 HTTP/1.1\r\n${host}\r\nhello`,
      501,
      'METHOD_NOT_IMPLEMENTED',
    ],
    ['another version of HTTP', `GET / HTTP/7.0\r\n${host}\r\n`, 400, 'HTTP_MALFORMED'],
    ['two hosts', `GET / HTTP/1.1\r\n${host}Host: other\r\nConnection: close\r\n\r\n`, 400, 'HTTP_MALFORMED'],
    ['no HTTP', 'hello\r\n\r\n', 400, 'HTTP_MALFORMED'],
    ['a header without a name', `GET / HTTP/1.1\r\n${host}: x\r\n\r\n`, 400, 'HTTP_MALFORMED'],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
      'HTTP_MALFORMED',
    ],
    ['no Host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'HTTP_MALFORMED'],
    [
      'a chunk without a length, while the body is read',
      `POST /api/v1/integration/days HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'HTTP_MALFORMED',
    ],
    ['an expectation', `GET / HTTP/1.1\r\n${host}Expect: foo\r\n\r\n`, 417, 'EXPECTATION_FAILED'],
  ])('%s', async (_case, lines, status, code) => {
    const { head, body } = await sendRaw(system.url, lines);
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json; charset=utf-8');
    expect(head.toLowerCase()).toContain('connection: close');
    expect(body).toMatchObject({ type: `/contracts/problems#${code}`, status, code, instance: expect.any(String) });
  });
});
