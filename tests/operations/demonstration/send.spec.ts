// A request is repeated while a service restarts, under the same key, and not when it was refused for good.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { problemOf, RequestRefused } from '../../../demonstration/api/refused.ts';
import { send } from '../../../demonstration/api/send.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
}

let server: Server | undefined;
afterEach(async () => {
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
});

/** A server that gives these answers one after another, the last one for ever; it remembers the keys that it was asked under. */
const serve = async (answers: readonly Answer[]): Promise<{ readonly url: string; readonly keys: string[] }> => {
  const keys: string[] = [];
  server = createServer((request, response) => {
    const answer = answers[Math.min(keys.length, answers.length - 1)];
    keys.push(String(request.headers['idempotency-key']));
    response.writeHead(answer?.status ?? 500, { connection: 'close' }).end(answer?.text);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, keys };
};
const ask = (url: string): Promise<{ readonly status: number }> =>
  send({ url, method: 'POST', headers: () => Promise.resolve({ 'idempotency-key': 'the-same' }), body: '{}' });

test.each([
  ['a service that restarts', { status: 503, text: '' }],
  ['a gateway that waited too long', { status: 504, text: '' }],
  ['a twin that is under way', { status: 409, text: '{"code":"IDEMPOTENCY_IN_PROGRESS"}' }],
])('%s is asked again under the same key', async (_title, first) => {
  const { url, keys } = await serve([first, first, { status: 201, text: '{}' }]);
  expect(await ask(url)).toMatchObject({ status: 201 });
  expect(keys).toEqual(['the-same', 'the-same', 'the-same']);
});

test.each([
  ['a conflict', { status: 409, text: '{"code":"STATE_CONFLICT"}' }],
  ['a bad value', { status: 422, text: '{}' }],
  ['a failure', { status: 500, text: '' }],
])('%s is not asked again', async (_title, refusal) => {
  const { url, keys } = await serve([refusal]);
  expect(await ask(url)).toMatchObject({ status: refusal.status });
  expect(keys).toHaveLength(1);
});

test('a refusal names who asked what, the code, the detail and each field', () => {
  const body = {
    code: 'REQUEST_INVALID',
    detail: '有 1 处错误。',
    errors: [{ pointer: '/body/code', expected: 'a code' }],
  };
  const refused = new RequestRefused('office-1', 'targets.issueNotice', problemOf(400, JSON.stringify(body)));
  expect(refused.message).toBe(
    'office-1 → targets.issueNotice: 400 REQUEST_INVALID 有 1 处错误。 (/body/code: a code)',
  );
  expect(problemOf(502, '<html>')).toEqual({ status: 502, code: 'NO_PROBLEM', detail: '<html>', errors: [] });
});
