// A partner that answers badly: late, too much, without end, in no form that can be read.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpPartner, openHttpPartner } from './http-partner.ts';

type Answer = (response: ServerResponse, url: URL, authorization: string | undefined) => void;

const json = (status: number, body: unknown): Answer => {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
};
const raw = (body: string | Buffer): Answer => {
  return (response) => {
    response.writeHead(200).end(body);
  };
};

let answer: Answer = json(200, { records: [], next: null });
const server = createServer((request, response) => {
  answer(response, new URL(request.url ?? '/', 'http://localhost'), request.headers.authorization);
});
let partner: HttpPartner;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  partner = openHttpPartner({
    name: 'the partner',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: { get: async () => 'token-1' },
    limits: { requestTimeoutMs: 500, streamIdleMs: 500, answerBytesMax: 1_000, pagesMax: 5, pageRecords: 2 },
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const calm = new AbortController().signal;
const pages = async (signal: AbortSignal = calm): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const page of partner.pages('/things', { under: '330381', gone: undefined }, signal)) all.push(...page);
  return all;
};

describe('pages', () => {
  test('are read to the last with token, query and cursor', async () => {
    const asked: string[] = [];
    answer = (response, url, authorization) => {
      asked.push(`${url.search} ${authorization}`);
      json(200, url.searchParams.has('cursor') ? { records: [3], next: null } : { records: [1, 2], next: 'c' })(
        response,
        url,
        authorization,
      );
    };
    expect(await pages()).toEqual([1, 2, 3]);
    expect(asked).toEqual(['?under=330381&limit=2 Bearer token-1', '?under=330381&limit=2&cursor=c Bearer token-1']);
  });

  let serial = 0;
  const cases: readonly [string, Answer, 'unavailable' | 'refused' | 'unusable', string | undefined][] = [
    ['that are never answered', () => undefined, 'unavailable', undefined],
    [
      'that break off',
      (response) => {
        response.writeHead(200, { 'content-length': '50' }).write('{', () => response.destroy());
      },
      'unavailable',
      undefined,
    ],
    ['that fail with 503', json(503, { code: 'BUSY' }), 'unavailable', 'BUSY'],
    ['that are limited with 429', json(429, {}), 'unavailable', 'HTTP_429'],
    ['whose token is refused', json(401, { code: 'TOKEN_INVALID' }), 'unavailable', 'TOKEN_INVALID'],
    ['that are forbidden', json(403, { code: 'ROLE_MISSING' }), 'refused', 'ROLE_MISSING'],
    ['that are refused with a code that is none', json(400, { code: 'no code' }), 'refused', 'HTTP_400'],
    ['that are no JSON', raw('<html>'), 'unusable', undefined],
    ['that name their records twice', raw('{"records":[1],"next":null,"records":[]}'), 'unusable', undefined],
    [
      'with a field twice in a record',
      raw('{"records":[{"name":"a","\\u006eame":"b"}],"next":null}'),
      'unusable',
      undefined,
    ],
    ['that are no UTF-8', raw(Buffer.from([0x22, 0xff, 0x22])), 'unusable', undefined],
    ['that are larger than the limit', raw(' '.repeat(2_000)), 'unusable', undefined],
    ['without records', json(200, { next: null }), 'unusable', undefined],
    [
      'without an end',
      (response) => json(200, { records: [], next: `c${(serial += 1)}` })(response, new URL('http://x'), undefined),
      'unusable',
      undefined,
    ],
    ['whose cursor does not move', json(200, { records: [], next: 'same' }), 'unusable', undefined],
    [
      'that lead elsewhere',
      (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'unavailable',
      undefined,
    ],
  ];
  test.each(cases)('%s are a failure of its kind', async (_name, given, kind, code) => {
    answer = given;
    await expect(pages()).rejects.toMatchObject({ name: 'PartnerFailure', kind, code });
  });

  test('are given up when the work is stopped', async () => {
    answer = () => undefined;
    const stopping = new AbortController();
    const asked = pages(stopping.signal);
    stopping.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a stream', () => {
  test('comes whole', async () => {
    answer = raw('a\nb\n');
    expect(await text(await partner.stream('/rows', {}, calm))).toBe('a\nb\n');
  });

  test('that stands still or breaks off ends in an error, not in a shorter stream', async () => {
    answer = (response) => void response.writeHead(200).write('a\n');
    await expect(partner.stream('/rows', {}, calm).then(text)).rejects.toThrow(/still|terminated|aborted/);
    answer = (response) => {
      response.writeHead(200).write('a\n', () => response.destroy());
    };
    await expect(partner.stream('/rows', {}, calm).then(text)).rejects.toThrow(/still|terminated|aborted/);
  });

  test('that is refused is a failure with its code', async () => {
    answer = json(404, { code: 'NOT_FOUND' });
    await expect(partner.stream('/rows', {}, calm)).rejects.toMatchObject({ kind: 'refused', code: 'NOT_FOUND' });
  });
});
