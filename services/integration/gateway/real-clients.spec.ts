// What clients of all kinds send: each form that HTTP allows has one meaning, and every other one is refused by its name.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorizeRegistrar } from '../../../tests/support/authorize.ts';
import { beginFirstDay } from '../../../tests/support/first-day.ts';
import { type SystemUnderTest, systemUnderTest } from '../../../tests/support/system.ts';

const county = '330381';
const documents = '/api/v1/integration/documents';
const places = `/api/v1/integration/places?county=${county}`;
const batches = `/api/v1/indicators/observation-batches?county=${county}&source=x&period=2025-01&mode=keep-good`;

let system: SystemUnderTest;
let office = '';
let platform = '';
let serial = 0;
beforeAll(async () => {
  system = await systemUnderTest();
  office = await system.tokenOf('office-1');
  platform = await system.clientToken('province-platform');
  await beginFirstDay(system, county, '2025-01-03');
  const organ = '瑞安市考核工作委员会（虚构）';
  await authorizeRegistrar(system.url, await system.tokenOf('security-admin'), {
    county,
    organ,
    role: 'assessment_office',
  });
});
afterAll(() => system.stop());

const draft = (): Record<string, unknown> => {
  serial += 1;
  return {
    county,
    organ: '瑞安市考核工作委员会（虚构）',
    code: '瑞考委',
    year: 2025,
    number: serial,
    title: '通知（虚构）',
    date: '2025-01-02',
    secrecy: 'none',
    digest: 'b'.repeat(64),
    form: 'file',
  };
};

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}
const ask = async (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) => {
  const answer = await fetch(`${system.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${office}`, ...init.headers },
  });
  const body = await answer.text();
  return { status: answer.status, headers: answer.headers, body: body === '' ? {} : JSON.parse(body) } as Answered;
};
const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answered> =>
  ask(path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
  });

/** Batches are sent by the platform of the province. */
const by = (path: string): Record<string, string> => (path === batches ? { authorization: `Bearer ${platform}` } : {});

/** Sends bytes as they are, and reads all that comes back until the connection ends. */
const sendRaw = (...lines: string[]): Promise<string> => {
  const socket = connect(Number(new URL(system.url).port), '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
};

describe('an answer is acceptable', () => {
  test.each([
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"; version=1',
    'application/json;odata=verbose',
    'text/html, application/json;q=0.1',
    'application/*',
    'application/problem+json;charset=utf-8',
    '*/*;q=0.8',
  ])('as %s', async (accept) => {
    expect((await ask(places, { headers: { accept } })).status).toBe(200);
  });

  test.each(['text/html', 'application/json;q=0', 'application/xml;charset=UTF-8', 'application/json;q=0, text/*'])(
    'but not as %s',
    async (accept) => {
      expect(await ask(places, { headers: { accept } })).toMatchObject({
        status: 406,
        body: { code: 'NOT_ACCEPTABLE' },
      });
    },
  );
});

describe('a body that can not be read', () => {
  // Two characters in GBK, which are two others in UTF-8.
  const gbk = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xc2, 0xa9, 0xc2, 0xbc]), Buffer.from('"}')]);

  test.each([
    ['JSON', documents, 'application/json;charset=GBK'],
    ['CSV', batches, 'text/csv; charset=gbk'],
    ['NDJSON', batches, 'application/x-ndjson; charset=gb18030'],
  ])('as another charset is refused: %s', async (_kind, path, type) => {
    const answer = await post(path, gbk, { 'content-type': type, ...by(path) });
    expect(answer).toMatchObject({ status: 415, body: { code: 'CHARSET_UNSUPPORTED' } });
  });

  test.each([
    ['JSON', documents, 'application/json', gzipSync('{}')],
    ['NDJSON', batches, 'application/x-ndjson', gzipSync('{}\n')],
    ['plain NDJSON', batches, 'application/x-ndjson', Buffer.from('{}\n')],
  ])('as zipped is refused, with what is read: %s', async (_kind, path, type, body) => {
    const answer = await post(path, body, { 'content-type': type, 'content-encoding': 'gzip', ...by(path) });
    expect(answer).toMatchObject({ status: 415, body: { code: 'CODING_UNSUPPORTED' } });
    expect(answer.headers.get('accept-encoding')).toBe('identity');
  });

  test('is none in the coding identity', async () => {
    const answer = await post(documents, JSON.stringify(draft()), { 'content-encoding': 'identity' });
    expect(answer.status).toBe(201);
  });

  test('names the place of a member that stands twice', async () => {
    const twice = JSON.stringify(draft()).replace('"secrecy":"none"', '"secrecy":"secret","secrecy":"none"');
    expect(await post(documents, twice)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID', errors: [{ pointer: '/body/secrecy', expected: '同一对象中的字段名不得重复' }] },
    });
  });
});

describe('a body where the operation takes none', () => {
  test.each([
    ['a length', ['Content-Length: 2', '', '{}']],
    ['chunks', ['Transfer-Encoding: chunked', '', '2', '{}', '0']],
  ])('is refused by %s', async (_by, rest) => {
    const answer = await sendRaw(`GET ${places} HTTP/1.1`, 'Host: a', `Authorization: Bearer ${office}`, ...rest);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"pointer":"/body"');
  });

  test.each([
    ['of length 0', ['Content-Length: 0', 'Connection: close']],
    ['of no chunk', ['Transfer-Encoding: chunked', 'Connection: close', '', '0']],
    ['that only has a type', ['Content-Type: application/json', 'Connection: close']],
  ])('is none: one %s', async (_case, rest) => {
    const answer = await sendRaw(`GET ${places} HTTP/1.1`, 'Host: a', `Authorization: Bearer ${office}`, ...rest);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a head', () => {
  test.each([
    ['Authorization', ['Authorization: Bearer x', 'authorization: Bearer y'], 'authorization'],
    ['Content-Type', ['Content-Type: text/csv', 'Content-Type: application/json'], 'content-type'],
    ['Idempotency-Key', ['Idempotency-Key: 12345678', 'Idempotency-Key: 87654321'], 'idempotency-key'],
  ])('with two headers %s is refused', async (_name, headers, header) => {
    const answer = await sendRaw(`GET ${places} HTTP/1.1`, 'Host: a', 'Connection: close', ...headers);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"HEADER_REPEATED"');
    expect(answer).toContain(`"params":{"header":"${header}"}`);
  });

  test.each(['gzip, chunked', 'deflate, chunked', 'x-own, gzip, chunked'])(
    'with the coding %s is refused',
    async (coding) => {
      const answer = await sendRaw(`POST ${documents} HTTP/1.1`, 'Host: a', `Transfer-Encoding: ${coding}`, '', '0');
      expect(answer).toMatch(/^HTTP\/1\.1 501 /);
      expect(answer).toContain('TRANSFER_CODING_UNSUPPORTED');
    },
  );

  test('whose coding does not end in chunks is no HTTP', async () => {
    const answer = await sendRaw(`POST ${documents} HTTP/1.1`, 'Host: a', 'Transfer-Encoding: chunked, gzip', '', '0');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('that asks for a tunnel has an answer', async () => {
    const answer = await sendRaw('CONNECT example.org:443 HTTP/1.1', 'Host: example.org:443');
    expect(answer).toMatch(/^HTTP\/1\.1 501 /);
    expect(answer).toContain('METHOD_NOT_IMPLEMENTED');
  });
});

describe('a caller that waits for 100', () => {
  const head = (path: string, ...headers: string[]): string[] => [
    `POST ${path} HTTP/1.1`,
    'Host: a',
    'Expect: 100-continue',
    `Idempotency-Key: ${randomUUID()}`,
    ...headers,
  ];
  const mine = (): string => `Authorization: Bearer ${office}`;

  test.each<[string, () => string[], RegExp]>([
    ['without a token', () => ['Content-Type: application/json', 'Content-Length: 9'], /^HTTP\/1\.1 401 /],
    [
      'with a type that is refused',
      () => [mine(), 'Content-Type: text/plain', 'Content-Length: 9'],
      /^HTTP\/1\.1 415 /,
    ],
    [
      'with a zipped body',
      () => [mine(), 'Content-Type: application/json', 'Content-Encoding: gzip', 'Content-Length: 9'],
      /^HTTP\/1\.1 415 /,
    ],
    ['with too much', () => [mine(), 'Content-Type: application/json', 'Content-Length: 99999999'], /^HTTP\/1\.1 413 /],
  ])('%s is answered at once', async (_case, headers, status) => {
    expect(await sendRaw(...head(documents, ...headers()))).toMatch(status);
  });

  test('is asked for a body that is wanted', async () => {
    const body = JSON.stringify(draft());
    const headers = [mine(), 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
    const socket = connect(Number(new URL(system.url).port), '127.0.0.1');
    socket.write(`${[...head(documents, ...headers), 'Connection: close'].join('\r\n')}\r\n\r\n`);
    socket.once('data', (first: Buffer) => {
      if (first.toString().startsWith('HTTP/1.1 100 ')) socket.write(body);
      else socket.destroy();
    });
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
  });
});

describe('the same request', () => {
  test('has the same answer when its members come in another order', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const said = draft();
    const first = await post(documents, JSON.stringify(said), key);
    const again = await post(documents, JSON.stringify(Object.fromEntries(Object.entries(said).reverse())), key);
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: first.body });
  });
});
