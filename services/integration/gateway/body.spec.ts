// The body of a request is read for those alone who may do what they ask for, and nothing that it says is changed on its way.
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SystemUnderTest, systemUnderTest } from '../../../tests/support/system.ts';

const county = '330381';
const documents = '/api/v1/integration/documents';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await systemUnderTest();
});
afterAll(() => system.stop());

describe('the body of a request', () => {
  const evaluation = '/api/v1/evaluation/trial-runs';
  const batches = `/api/v1/indicators/observation-batches?county=${county}&source=x&period=2025-01&mode=all`;
  /** Sends the head and a first piece of a body that never ends, and gives the answer. */
  const begin = (path: string, headers: Record<string, string>): Promise<{ status: number; code: unknown }> =>
    new Promise((resolve, reject) => {
      const asking = httpRequest(`${system.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
      });
      asking.once('error', reject);
      asking.once('response', (answer) => {
        let read = '';
        answer.on('data', (part: Buffer) => {
          read += part.toString();
        });
        answer.once('end', () => {
          const { code } = JSON.parse(read) as { code: unknown };
          resolve({ status: answer.statusCode ?? 0, code });
          asking.destroy();
        });
      });
      asking.write('{"begun":');
    });

  test.each([
    ['that goes by the bus', documents, {}],
    ['that is too large for the bus', evaluation, {}],
    ['that is a stream', batches, { 'content-type': 'application/x-ndjson' }],
  ])('%s is not waited for where nobody signed in, or with a token that is none', async (_what, path, headers) => {
    expect(await begin(path, headers)).toEqual({ status: 401, code: 'TOKEN_MISSING' });
    const authorization = 'Bearer nonsense';
    expect(await begin(path, { ...headers, authorization })).toEqual({ status: 401, code: 'TOKEN_INVALID' });
  });

  test.each([
    ['that goes by the bus', documents, {}],
    ['that is too large for the bus', evaluation, {}],
    ['that is a stream', batches, { 'content-type': 'application/x-ndjson' }],
  ])(
    '%s is not waited for where the caller lacks the authority, and admission records that',
    async (_what, path, headers) => {
      const authorization = `Bearer ${await system.clientToken('hr-system')}`;
      expect(await begin(path, { ...headers, authorization })).toEqual({ status: 403, code: 'AUTHORITY_MISSING' });
    },
  );

  test.each([
    ['half of a surrogate pair', '{"title":"a\\ud800"}', '/body/title'],
    ['a field that would set a prototype', '{"a":{"__proto__":1}}', '/body/a/__proto__'],
  ])('with %s is refused by its place, before the bus makes something else of it', async (_what, text, pointer) => {
    const answer = await fetch(`${system.url}${documents}`, {
      method: 'POST',
      body: text,
      headers: {
        authorization: `Bearer ${await system.tokenOf('office-1')}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
    });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID', errors: [{ pointer }] });
  });
});
