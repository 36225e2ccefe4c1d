// A simulated partner's server holds callers and its own handlers to an OpenAPI 3.1 contract, in the words of JSON Schema 2020-12.
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from './server.ts';

const ref = (name: string, siblings: object = {}): object => ({ $ref: `#/components/schemas/${name}`, ...siblings });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });

const contract = {
  openapi: '3.1.0',
  servers: [{ url: '/api' }],
  paths: {
    '/things/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      put: {
        operationId: 'putThing',
        parameters: [
          { name: 'limit', in: 'query', schema: ref('Count', { maximum: 10 }) },
          { name: 'If-Count', in: 'header', schema: ref('Count') },
        ],
        requestBody: { required: true, ...json(ref('Alias')) },
        responses: { 200: json(ref('Thing')), 204: { description: '' }, 400: { $ref: '#/components/responses/Bad' } },
      },
      get: { operationId: 'getThing', responses: { 200: json(ref('Thing')) } },
    },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } } },
    responses: { Bad: { content: { 'application/problem+json': { schema: { type: 'object', required: ['code'] } } } } },
    schemas: {
      Alias: ref('Thing'),
      Count: { type: 'integer', minimum: 1 },
      Code: { type: 'string', pattern: '^[A-Z]+$' },
      Named: { properties: { name: { type: 'string' } } },
      Thing: {
        type: 'object',
        allOf: [ref('Named')],
        unevaluatedProperties: false,
        dependentRequired: { code: ['day'] },
        properties: {
          day: { type: ['string', 'null'], format: 'date' },
          kind: { const: 'thing' },
          code: ref('Code', { maxLength: 3 }),
          pair: { type: 'array', prefixItems: [{ type: 'string' }, ref('Count')], minItems: 2, items: false },
          either: { oneOf: [ref('Count'), ref('Code')] },
          parts: { type: 'array', items: ref('Thing') },
        },
      },
    },
  },
};

let server: RunningServer;
let reply: unknown = {};
const logged: string[] = [];
beforeAll(async () => {
  const log = new Writable({
    write: (line, _, done) => {
      logged.push(String(line));
      done();
    },
  });
  const handlers = { putThing: () => ({ status: 200, body: reply }) };
  server = await startServer({ contract, handlers, host: '127.0.0.1', port: 0, logger: pino(log) });
});
afterAll(() => server.stop());

const id = '0c9f4e9e-7d7e-5a61-9f0b-3b8d4d1f2a01';
const put = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}/api/things/${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const problem = (await response.json()) as { code?: string; errors?: { pointer: string }[] };
  return { status: response.status, code: problem.code, pointers: problem.errors?.map(({ pointer }) => pointer) };
};

describe('a call', () => {
  it('is served when all of it fits', async () => {
    const part = { name: '绩', day: null, kind: 'thing' };
    const body = { ...part, code: 'ABC', day: '2024-02-29', pair: ['a', 1], either: 'A', parts: [part] };
    expect(await put(`${id}?limit=10`, body, { 'if-count': '1' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['a type outside the union', { day: 5 }, '/body/day'],
    ['a day that does not exist', { day: '2025-02-29' }, '/body/day'],
    ['a value that is not the constant', { kind: 'other' }, '/body/kind'],
    ['a value that the reference refuses', { day: null, code: 'a' }, '/body/code'],
    ['a value that a sibling of the reference refuses', { day: null, code: 'ABCD' }, '/body/code'],
    ['a pair in the wrong order', { pair: [1, 'a'] }, '/body/pair/0'],
    ['a pair of three', { pair: ['a', 1, 2] }, '/body/pair'],
    ['a field that another one requires', { code: 'A' }, '/body/day'],
    ['a value that fits none of the choices', { either: 'a' }, '/body/either'],
    ['a field that no schema names', { other: 1 }, '/body'],
    ['a fault deep in a recursive schema', { parts: [{ parts: [{ kind: 1 }] }] }, '/body/parts/0/parts/0/kind'],
    ['a text in place of a number', { either: '1' }, '/body/either'],
    ['a body of another type behind two references', [], '/body'],
    ['a body that is null', null, '/body'],
  ])('is refused for %s', async (_, body, pointer) => {
    const { status, code, pointers } = await put(id, body);
    expect({ status, code }).toEqual({ status: 400, code: 'REQUEST_INVALID' });
    expect(pointers).toContain(pointer);
  });

  it.each([
    ['a path that does not fit', 'none', {}, '/path/id'],
    ['a number below the minimum of the reference', `${id}?limit=0`, {}, '/query/limit'],
    ['a number above the maximum next to the reference', `${id}?limit=11`, {}, '/query/limit'],
    ['a parameter that is not declared', `${id}?other=1`, {}, '/query/other'],
    ['a parameter named like a prototype', `${id}?__proto__=1`, {}, '/query/__proto__'],
    ['a header that does not fit', id, { 'if-count': 'many' }, '/header/if-count'],
  ])('is refused for %s', async (_, path, headers, pointer) => {
    expect(await put(path, {}, headers)).toEqual({ status: 400, code: 'REQUEST_INVALID', pointers: [pointer] });
  });

  it.each([
    ['an operation without a handler', `/api/things/${id}`],
    ['a path outside the base of the contract', `/things/${id}`],
    ['a path with a slash too many', `/api/things/${id}/`],
  ])('finds nothing at %s', async (_, path) => {
    expect((await fetch(`${server.url}${path}`)).status).toBe(404);
  });

  it.each([
    ['a path that is badly encoded', '%zz'],
    ['a path that is too long', 'a'.repeat(1_000)],
  ])('is refused for %s, without an echo', async (_, path) => {
    const response = await fetch(`${server.url}/api/things/${path}`, { method: 'PUT' });
    const text = await response.text();
    expect({ status: response.status, problem: JSON.parse(text) }).toMatchObject({
      status: 400,
      problem: { code: 'REQUEST_INVALID' },
    });
    expect(text).not.toContain(path);
  });
});

describe('an answer', () => {
  it('that breaks the contract is 500 to the caller, and the log says what was wrong', async () => {
    reply = { code: 'lower', day: null };
    expect(await put(id, {})).toMatchObject({ status: 500, code: 'FAILED' });
    expect(logged.join('')).toContain('/code');
    reply = {};
  });
});
