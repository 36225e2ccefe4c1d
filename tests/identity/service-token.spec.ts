// A service's own token against an issuer that answers slowly, badly or not at all.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultServiceTokenLimits, openServiceToken, type ServiceToken } from '#kernel/identity/service-token.ts';

const SECOND = 1_000;
const lifetimeSeconds = 300;
const secret = 'a secret: with + and %';
const logger = pino({ level: 'silent' });

type Answer = (response: ServerResponse, count: number) => void;
const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const good: Answer = (response, count) =>
  json(response, 200, { access_token: `t${count}`, expires_in: lifetimeSeconds });

let answer: Answer = good;
let requests: { authorization: string; body: string }[] = [];
let nowMs = 0;
let url = '';
const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  requests.push({ authorization: request.headers.authorization ?? '', body: await text(request) });
  answer(response, requests.length);
};
const server = createServer((request, response) => {
  void receive(request, response);
});

const open = (): ServiceToken =>
  openServiceToken({
    tokenUrl: url,
    clientId: 'svc-targets',
    clientSecret: secret,
    logger,
    now: () => nowMs,
    limits: { ...defaultServiceTokenLimits, requestTimeoutMs: 200, backoffMs: 1 },
  });

beforeEach(async () => {
  answer = good;
  requests = [];
  nowMs = 1_000_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

describe('the token of a service', () => {
  test('is asked for by client credentials, the secret encoded as RFC 6749 §2.3.1 wants', async () => {
    expect(await open().get()).toBe('t1');
    const basic = Buffer.from(requests[0]?.authorization.slice('Basic '.length) ?? '', 'base64').toString();
    expect(basic).toBe('svc-targets:a+secret%3A+with+%2B+and+%25');
    expect(requests[0]?.body).toBe('grant_type=client_credentials');
  });

  test('is asked for once by fifty callers at the same time, and kept', async () => {
    const token = open();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => token.get()));
    expect(new Set(tokens)).toEqual(new Set(['t1']));
    nowMs += (lifetimeSeconds - 31) * SECOND;
    expect(await token.get()).toBe('t1');
    expect(requests).toHaveLength(1);
  });

  test('is renewed before its end while the old one still serves', async () => {
    const token = open();
    await token.get();
    nowMs += (lifetimeSeconds - 30) * SECOND;
    expect(await token.get()).toBe('t1');
    await expect.poll(() => token.get()).toBe('t2');
  });

  test('is never handed out after its end', async () => {
    const token = open();
    await token.get();
    nowMs += lifetimeSeconds * SECOND;
    expect(await token.get()).toBe('t2');
  });

  test('comes at the second attempt when the first one fails', async () => {
    answer = (response, count) => (count === 1 ? json(response, 500, {}) : good(response, count));
    expect(await open().get()).toBe('t2');
  });

  test('serves on while the issuer is away, until it ends', async () => {
    const token = open();
    await token.get();
    answer = (response) => json(response, 500, {});
    nowMs += (lifetimeSeconds - 10) * SECOND;
    expect(await token.get()).toBe('t1');
    await expect.poll(() => requests.length).toBe(1 + defaultServiceTokenLimits.attemptsMax);
    nowMs += 10 * SECOND;
    await expect(token.get()).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
  });
});

const attempts = defaultServiceTokenLimits.attemptsMax;
const faults: readonly (readonly [name: string, answer: Answer, requests: number])[] = [
  ['a wrong secret, asked once', (response) => json(response, 401, { error: 'unauthorized_client' }), 1],
  ['status 500', (response) => json(response, 500, {}), attempts],
  ['HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), attempts],
  ['a hang', () => undefined, attempts],
  ['a closed connection', (response) => response.destroy(), attempts],
  ['null', (response) => json(response, 200, null), attempts],
  ['no token in the answer', (response) => json(response, 200, { expires_in: 300 }), attempts],
  ['no lifetime in the answer', (response) => json(response, 200, { access_token: 't' }), attempts],
  ['a lifetime of nothing', (response) => json(response, 200, { access_token: 't', expires_in: 0 }), attempts],
  ['a redirect', (response) => response.writeHead(302, { location: '/elsewhere' }).end(), attempts],
];

describe('an issuer that gives no token is ISSUER_UNAVAILABLE, without a storm of requests', () => {
  test.each(faults)('%s', async (_name, fault, wanted) => {
    answer = fault;
    const token = open();
    await expect(token.get()).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    // Within the cooldown the failure is remembered, after it the issuer is asked again.
    await expect(token.get()).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    expect(requests).toHaveLength(wanted);
    answer = good;
    nowMs += defaultServiceTokenLimits.failureCooldownMs;
    expect(await token.get()).toBe(`t${wanted + 1}`);
  });
});
