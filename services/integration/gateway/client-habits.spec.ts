// What real clients send beside the body: charsets, codings, conditions, repetitions. Taken where it changes nothing, and refused by name.
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '#kernel/database/pg.ts';
import { authorizeRegistrar } from '../../../tests/support/authorize.ts';
import { beginFirstDay } from '../../../tests/support/first-day.ts';
import { type SystemUnderTest, systemUnderTest } from '../../../tests/support/system.ts';

const county = '330381';
const documents = '/api/v1/integration/documents';
const listed = `${documents}?county=${county}`;
const batches = `/api/v1/indicators/observation-batches?county=${county}&source=province&period=2025-01&mode=keep-good`;
const gbk = Buffer.from([0xc2, 0xa9, 0xc2, 0xbc]);
const bodiless = `/api/v1/evaluation/cycles/${randomUUID()}/freeze`;

let numbers = 0;
const draft = (more: Record<string, unknown> = {}): Record<string, unknown> => {
  numbers += 1;
  return {
    county,
    organ: '瑞安市考核工作委员会（虚构）',
    code: '瑞考委',
    year: 2025,
    number: numbers,
    title: '通知（虚构）',
    date: '2025-01-02',
    secrecy: 'none',
    digest: 'c'.repeat(64),
    form: 'file',
    ...more,
  };
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

let system: SystemUnderTest;
let superuser: Client;
let office = '';
let province = '';

/** Sends just these headers: `fetch` would add some of its own. */
const send = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const authorization = `Bearer ${path.startsWith(batches) ? province : office}`;
    const asking = httpRequest(`${system.url}${path}`, { method, headers: { authorization, ...headers } });
    asking.once('error', reject);
    asking.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.once('end', () => {
        const entries = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
        const read = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
        resolve({ status: answer.statusCode ?? 0, headers: new Headers(entries), body: read });
      });
    });
    asking.end(body);
  });

const register = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  send('POST', documents, { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers }, body);
const upload = (body: string | Buffer, headers: Record<string, string>): Promise<Answer> =>
  send('POST', batches, { 'idempotency-key': randomUUID(), ...headers }, body);
const codeOf = ({ status, body }: Answer): [number, unknown] => [status, body['code']];
const countOf = async (table: string): Promise<number> => {
  const { rows } = await superuser.query<{ count: string }>(`select count(*) from ${table}`);
  return Number(rows[0]?.count);
};

beforeAll(async () => {
  system = await systemUnderTest();
  office = await system.tokenOf('office-1');
  province = await system.clientToken('province-platform');
  superuser = new Client({ connectionString: system.databaseUrl });
  await superuser.connect();
  await beginFirstDay(system, county, '2025-02-07');
  const registrar = { county, organ: '瑞安市考核工作委员会（虚构）', role: 'assessment_office' };
  await authorizeRegistrar(system.url, await system.tokenOf('security-admin'), registrar);
});
afterAll(async () => {
  await superuser.end();
  await system.stop();
});

describe('an answer', () => {
  test.each([
    ['application/json;charset=UTF-8'],
    ['application/json; charset="gbk"; profile="a,b"'],
    ['text/html, application/json;odata=verbose;q=0.1'],
    ['*/*;q=0.1'],
    ['*'],
  ])('is given to whoever accepts %s', async (accept) => {
    expect(codeOf(await send('GET', listed, { accept }))).toEqual([200, undefined]);
  });

  test.each([['text/html'], ['application/json;q=0, */*'], ['application/json;charset=utf-8; q=0']])(
    'is not given to whoever accepts %s, who is told what there is',
    async (accept) => {
      const answer = await send('GET', listed, { accept });
      expect(codeOf(answer)).toEqual([406, 'NOT_ACCEPTABLE']);
      expect(answer.body['params']).toEqual({ produces: 'application/json' });
    },
  );

  test('that is a refusal is given to whoever accepts JSON with a parameter', async () => {
    const answer = await send('GET', `${documents}/x`, { accept: 'application/json;charset=UTF-8' });
    expect(codeOf(answer)).toEqual([400, 'REQUEST_INVALID']);
    for (const path of ['/health/live', '/contracts/targets.json'])
      expect((await send('GET', path, { accept: 'application/json;charset=UTF-8' })).status).toBe(200);
  });
});

describe('a body in another charset', () => {
  const json = Buffer.from(JSON.stringify(draft({ title: '##' })));
  const at = json.indexOf('##');
  const bytes = Buffer.concat([json.subarray(0, at), gbk, json.subarray(at + 2)]);
  const header = 'element,unit,period,revision,value,status,asOf,reason\n';
  const csv = Buffer.concat([Buffer.from(`${header}EC-1,330381001000,2025-01,1,1,corrected,2025-02-01,`), gbk]);
  test.each([
    ['JSON', () => register(bytes, { 'content-type': 'application/json; charset=GBK' })],
    ['CSV', () => upload(csv, { 'content-type': 'text/csv; charset=gbk' })],
    ['CSV in quotes', () => upload(csv, { 'content-type': 'text/csv;charset="GB2312"' })],
    ['NDJSON', () => upload('{}', { 'content-type': 'application/x-ndjson; charset=utf-16' })],
  ])('is refused before anything of it is read: %s', async (_what, asking) => {
    const before = [await countOf('integration.document'), await countOf('indicators.observation_batch')];
    const answer = await asking();
    expect(codeOf(answer)).toEqual([415, 'CHARSET_UNSUPPORTED']);
    expect(answer.body['params']).toMatchObject({ accepted: 'UTF-8, US-ASCII' });
    expect([await countOf('integration.document'), await countOf('indicators.observation_batch')]).toEqual(before);
  });

  test('is not one that names UTF-8 or US-ASCII, however it is written', async () => {
    for (const charset of ['UTF-8', 'utf8', '"utf-8"', 'us-ascii'])
      expect(
        (await register(JSON.stringify(draft()), { 'content-type': `application/json; charset=${charset}` })).status,
      ).toBe(201);
  });
});

describe('a body in a content coding', () => {
  const rows = '{"element":"EC-1"}\n';
  test.each([
    [
      'rows in gzip',
      () => upload(gzipSync(rows), { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }),
    ],
    [
      'plain rows that are labelled',
      () => upload(rows, { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }),
    ],
    [
      'a sheet',
      () => upload(gzipSync('a,b\n'), { 'content-type': 'text/csv', 'content-encoding': 'identity, X-GZIP' }),
    ],
    ['JSON', () => register(gzipSync('{}'), { 'content-encoding': 'br' })],
  ])('is refused, and the answer says what is read: %s', async (_what, asking) => {
    const before = await countOf('indicators.observation_batch');
    const answer = await asking();
    expect(codeOf(answer)).toEqual([415, 'CODING_UNSUPPORTED']);
    expect(answer.headers.get('accept-encoding')).toBe('identity');
    expect(await countOf('indicators.observation_batch')).toBe(before);
  });

  test('that is none is read', async () => {
    expect((await register(JSON.stringify(draft()), { 'content-encoding': 'Identity' })).status).toBe(201);
  });

  test('of another media type is refused with those that are taken', async () => {
    const answer = await upload('x', { 'content-type': 'text/plain' });
    expect(codeOf(answer)).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    expect(answer.headers.get('accept')).toBe('application/x-ndjson, text/csv');
  });
});

describe('a name that stands twice in a document', () => {
  test('is refused by its place, and nothing is kept', async () => {
    const before = await countOf('integration.document');
    const text = JSON.stringify(draft());
    for (const [twice, pointer] of [
      [text.replace('{', '{"secrecy":"secret",'), '/body/secrecy'],
      [text.replace('{', '{"\\u0074itle":"x",'), '/body/title'],
    ] as const) {
      const answer = await register(twice);
      expect(codeOf(answer)).toEqual([400, 'REQUEST_INVALID']);
      expect(answer.body['errors']).toMatchObject([
        { pointer, code: 'repeatedName', expected: '同一对象中的字段名不得重复' },
      ]);
    }
    expect(await countOf('integration.document')).toBe(before);
  });

  test('is refused where the body goes by HTTP between our services, too', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await send('POST', '/api/v1/evaluation/trial-runs', headers, '{"a":{"b":1,"b":1}}');
    expect(codeOf(answer)).toEqual([400, 'REQUEST_INVALID']);
    expect(answer.body['errors']).toMatchObject([{ pointer: '/body/a/b' }]);
  });
});

describe('a repetition under its Idempotency-Key', () => {
  test('has the same answer, whatever the order of its members and the spelling of its values', async () => {
    const first = draft({ title: 'é' });
    const key = { 'idempotency-key': randomUUID() };
    const { body, headers } = await register(JSON.stringify(first), key);
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(first).toReversed()), null, 2);
    const spelt = reversed.replace('"é"', '"\\u00e9"').replace('2025,', '2.025e3,');
    for (const text of [reversed, spelt]) {
      const again = await register(text, key);
      expect([again.status, again.body, again.headers.get('etag')]).toEqual([201, body, headers.get('etag')]);
    }
    const other = await register(JSON.stringify({ ...first, title: 'e' }), key);
    expect(codeOf(other)).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('a body where the operation takes none', () => {
  const chunked = { 'transfer-encoding': 'chunked' };
  const command = { 'idempotency-key': randomUUID(), 'if-match': '*' };
  test.each([
    ['GET', listed, { 'content-length': '2' }],
    ['GET', listed, chunked],
    ['POST', bodiless, { ...command, 'content-length': '2', 'content-type': 'application/json' }],
    ['POST', bodiless, { ...command, ...chunked }],
  ])('is refused as a field that nobody knows: %s %s %o', async (method, path, headers) => {
    const answer = await send(method, path, headers, '{}');
    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: '/body', expected: '此操作没有请求体' }] });
    expect(answer.headers.get('connection')).toBe('close');
  });

  test('is refused of HEAD, whose answer has no body', async () => {
    expect((await send('HEAD', listed, { 'content-length': '2' }, '{}')).status).toBe(400);
  });

  test('is refused for nobody who did not sign in: they learn that first', async () => {
    const answer = await send('POST', bodiless, { ...chunked, authorization: '' }, '{}');
    expect(codeOf(answer)).toEqual([401, 'TOKEN_MISSING']);
  });

  test.each([
    ['GET', listed, { 'content-length': '0' }],
    ['GET', listed, chunked],
    ['GET', listed, { 'content-type': 'application/json' }],
    ['GET', listed, { 'content-type': 'nonsense', 'content-encoding': 'gzip' }],
  ])('is none that is empty: %s %s %o', async (method, path, headers) => {
    expect(codeOf(await send(method, path, headers))).toEqual([200, undefined]);
  });

  test('is none that is empty, of a command', async () => {
    expect(codeOf(await send('POST', bodiless, { ...command, 'content-length': '0' }))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('If-Match', () => {
  const submit = (ifMatch: string): Promise<Answer> =>
    send('POST', bodiless, { 'if-match': ifMatch, 'idempotency-key': randomUUID() });
  test.each(['"v1"', 'W/"v1"', '*', '"v1", "v2"', '"v1",,W/"x"'])(
    '%s is a condition, of a record that is not there',
    async (ifMatch) => {
      expect(codeOf(await submit(ifMatch))).toEqual([404, 'NOT_FOUND']);
    },
  );

  test.each(['v1', '"v1', '*, "v1"', 'w/"v1"', '"v1" "v2"'])(
    '%s is none, and the refusal says what is',
    async (ifMatch) => {
      const answer = await submit(ifMatch);
      expect(codeOf(answer)).toEqual([400, 'REQUEST_INVALID']);
      expect(answer.body['errors']).toEqual([
        {
          pointer: '/header/If-Match',
          code: 'pattern',
          expected: '须为应答中的 ETag（如 "v1"）、多个 ETag 的列表或 *',
        },
      ]);
    },
  );
});
