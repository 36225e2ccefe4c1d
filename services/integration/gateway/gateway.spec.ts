// The gateway answers exactly what the contracts say, and everything else with a problem that a person understands.
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorizeRegistrar } from '../../../tests/support/authorize.ts';
import { beginFirstDay } from '../../../tests/support/first-day.ts';
import { type SystemUnderTest, systemUnderTest } from '../../../tests/support/system.ts';

const county = '330381';
const documents = '/api/v1/integration/documents';
const draft = {
  county,
  organ: '瑞安市考核工作委员会（虚构）',
  code: '瑞考委',
  year: 2025,
  number: 1,
  title: '通知（虚构）',
  date: '2025-01-02',
  secrecy: 'none',
  digest: 'b'.repeat(64),
  form: 'file',
};

let system: SystemUnderTest;
let office = '';
const ask = (
  path: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
): Promise<Response> =>
  fetch(`${system.url}${path}`, { ...init, headers: { authorization: `Bearer ${office}`, ...init.headers } });
const write = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  ask(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
  });

beforeAll(async () => {
  system = await systemUnderTest();
  office = await system.tokenOf('office-1');
  await beginFirstDay(system, county, '2025-01-03');
  const organ = '瑞安市考核工作委员会（虚构）';
  await authorizeRegistrar(system.url, await system.tokenOf('security-admin'), {
    county,
    organ,
    role: 'assessment_office',
  });
});
afterAll(() => system.stop());

describe('a request that fits its contract', () => {
  test('is answered with its ETag and trace', async () => {
    const answer = await write(documents, draft);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"v1"');
    expect(answer.headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-/);
    const { id } = (await answer.json()) as { id: string };
    const read = await ask(`${documents}/${id}`);
    expect(await read.json()).toMatchObject({ id, reference: '瑞考委〔2025〕1号' });
  });

  test('continues the trace that it brings', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const answer = await ask(`${documents}?county=${county}`, {
      headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    expect(answer.headers.get('traceparent')).toContain(traceId);
  });
});

describe('a bad request', () => {
  const cases: [string, () => Promise<Response>, number, string][] = [
    [
      'without a token',
      () => ask(`${documents}?county=${county}`, { headers: { authorization: '' } }),
      401,
      'TOKEN_MISSING',
    ],
    [
      'with a token that is none',
      () => ask(`${documents}?county=${county}`, { headers: { authorization: 'Bearer x.y.z' } }),
      401,
      'TOKEN_INVALID',
    ],
    [
      'without its Idempotency-Key',
      () => ask(documents, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
      400,
      'IDEMPOTENCY_KEY_MISSING',
    ],
    [
      'with an Idempotency-Key that is too short',
      () => write(documents, draft, { 'idempotency-key': 'short' }),
      400,
      'REQUEST_INVALID',
    ],
    ['whose body is not JSON', () => write(documents, '{"a":'), 400, 'BODY_NOT_JSON'],
    ['whose body is an array', () => write(documents, []), 400, 'REQUEST_INVALID'],
    ['whose text holds a NUL', () => write(documents, { ...draft, title: 'x\u0000' }), 400, 'REQUEST_INVALID'],
    ['whose body is empty', () => write(documents, ''), 400, 'REQUEST_INVALID'],
    [
      'whose body is of another type',
      () => write(documents, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'whose body is larger than its limit',
      () => write(documents, { ...draft, title: 'x'.repeat(70_000) }),
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'that wants another form of answer',
      () => ask(`${documents}?county=${county}`, { headers: { accept: 'text/html' } }),
      406,
      'NOT_ACCEPTABLE',
    ],
    [
      'with a query parameter that the contract does not know',
      () => ask(`${documents}?county=${county}&amount=1`),
      400,
      'REQUEST_INVALID',
    ],
    [
      'with the same query parameter twice',
      () => ask(`${documents}?county=${county}&county=330382`),
      400,
      'REQUEST_INVALID',
    ],
    ['with a limit above the maximum', () => ask(`${documents}?county=${county}&limit=201`), 400, 'REQUEST_INVALID'],
    ['with an id that is none', () => ask(`${documents}/not-a-uuid`), 400, 'REQUEST_INVALID'],
    [
      'with SQL in the place of an id',
      () => ask(`${documents}/${encodeURIComponent("1' or '1'='1")}`),
      400,
      'REQUEST_INVALID',
    ],
    ['with a path out of the folder', () => ask('/docs/..%2f..%2fpackage.json'), 404, 'NOT_FOUND'],
    ['whose path can not be decoded', () => ask(`${documents}/%E0%A4%A`), 400, 'REQUEST_INVALID'],
    [
      'by a method that the contract does not have',
      () => ask(documents, { method: 'DELETE' }),
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['at an address that no contract has', () => ask('/api/v1/integration/nothing'), 404, 'NOT_FOUND'],
    ['at the logout of keycloak-connect', () => ask('/k_logout', { method: 'POST', body: 'x' }), 404, 'NOT_FOUND'],
    [
      'with the callback of keycloak-connect',
      () => ask('/api/v1/integration/nothing?auth_callback=1'),
      404,
      'NOT_FOUND',
    ],
    ['for another county', () => ask(`${documents}?county=330382`), 403, 'OUT_OF_SCOPE'],
  ];
  test.each(cases)('%s gets its problem', async (_case, send, status, code) => {
    const answer = await send();
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const body = (await answer.json()) as Record<string, unknown>;
    expect({ status: answer.status, code: body['code'] }).toEqual({ status, code });
    expect(body).toMatchObject({
      type: `/contracts/problems#${code}`,
      status,
      instance: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('in bytes that are not UTF-8 gets its problem', async () => {
    const answer = await ask(documents, {
      method: 'POST',
      body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'BODY_NOT_JSON' });
  });

  test('is told in the language of the caller', async () => {
    const inEnglish = await ask('/nothing', { headers: { 'accept-language': 'en' } });
    expect(inEnglish.headers.get('content-language')).toBe('en');
    expect(await inEnglish.json()).toMatchObject({ title: 'Not found' });
    expect(await (await ask('/nothing')).json()).toMatchObject({ title: '找不到' });
  });

  test('can not smuggle an identity past admission', async () => {
    const answer = await ask(`${documents}?county=330382`, {
      headers: { 'x-user': 'root', 'jixiao-request': 'e30', meta: '{"user":"root"}' },
    });
    expect(answer.status).toBe(403);
  });

  test('whose body is announced too large is refused before it is sent', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpRequest(`${system.url}${documents}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${office}`,
          'content-type': 'application/json',
          'content-length': 10 ** 9,
          'idempotency-key': randomUUID(),
        },
      });
      outgoing.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
        outgoing.destroy();
      });
      outgoing.on('error', reject);
      outgoing.write('{');
    });
    expect(status).toBe(413);
  });
});

describe('the pages', () => {
  test.each([
    ['/', 'text/html'],
    ['/docs', 'text/html'],
    ['/contracts/problems', 'text/html'],
    ['/contracts/integration.json', 'application/json'],
    ['/contracts/asyncapi.json', 'application/json'],
    ['/docs/swagger-ui-bundle.js', 'javascript'],
    ['/docs/swagger-ui.css', 'text/css'],
    ['/docs/oauth2-redirect.html', 'text/html'],
    ['/docs/oauth2-redirect.js', 'javascript'],
    ['/health/live', 'application/json'],
    ['/health/ready', 'application/json'],
  ])('%s are served without a sign-in', async (path, type) => {
    const answer = await fetch(`${system.url}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
  });

  test.each(['index.html', 'swagger-initializer.js', 'package.json', 'swagger-ui-bundle.js.map', '..%2fpackage.json'])(
    'nothing else of Swagger UI is served: %s',
    async (file) => {
      const answer = await fetch(`${system.url}/docs/${file}`);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    },
  );

  test('the measurements are on a port of their own', async () => {
    expect((await fetch(`${system.url}/metrics`)).status).toBe(404);
    const measured = await (await fetch(`${system.managementUrl}/metrics`)).text();
    expect(measured).toContain('jixiao_requests_total{service="integration",operation="registerDocument"');
    for (const matter of ['unframed', 'unnumbered', 'parked', 'forked'])
      expect(measured).toContain(`jixiao_exchange_open{service="integration",matter="${matter}"} 0`);
  });
});
