// Pages and contracts: bytes made once, in the coding that the caller likes, and not sent to whoever has them.
import type { IncomingHttpHeaders } from 'node:http';
import { request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { readOnly } from '../read-only.ts';
import { fixedAnswer } from './fixed-answer.ts';

const content = JSON.stringify({ words: Array.from({ length: 500 }, (_, number) => `绩效 ${number}`) });
type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };
type Ask = (headers?: Record<string, string>, method?: string) => Promise<Answer>;

const served = async (): Promise<Ask> => {
  const app = express();
  readOnly(app, '/', fixedAnswer('json', content));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return (headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      ask({ port, host: '127.0.0.1', method, headers, agent: false }, (answer) => {
        const { statusCode: status = 0, headers: heads } = answer;
        buffer(answer).then((body) => resolve({ status, headers: heads, body }), reject);
      })
        .once('error', reject)
        .end();
    });
};

const decoded = ({ headers, body }: Answer): string => {
  const coding = headers['content-encoding'];
  if (coding === 'br') return brotliDecompressSync(body).toString('utf8');
  return (coding === 'gzip' ? gunzipSync(body) : body).toString('utf8');
};

test.each([
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['br', 'br'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=1.0, br;q=0.5', 'gzip'],
  ['gzip;q=0.5, br;q=0.9', 'br'],
  ['br;q=0', undefined],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.000, gzip ; q=0.001', 'gzip'],
  ['gzip;q=0, br;q=0', undefined],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['*;q=0, gzip', 'gzip'],
  ['br;q=0, *', 'gzip'],
  ['gzip;q=0.2, identity;q=0.9', undefined],
  ['identity;q=0, gzip', 'gzip'],
  ['identity;q=0, gzip;q=0, br;q=0', undefined],
  ['deflate, zstd', undefined],
  ['gzip;q=2', undefined],
  ['gzip;q=', undefined],
  ['gzip;q=0.5;x=y, br;q=a', undefined],
  [',, gzip ,', 'gzip'],
  ['gzipped, brotli', undefined],
])('Accept-Encoding %j is answered in %j', async (accepted, coding) => {
  const reply = await (await served())(accepted === undefined ? {} : { 'accept-encoding': accepted });
  expect([reply.status, reply.headers['content-encoding'], decoded(reply)]).toEqual([200, coding, content]);
  expect(reply.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(reply.body.length),
    vary: 'Accept-Encoding',
    'cache-control': 'no-cache',
  });
});

test('compression makes it smaller, and each coding has a strong tag for itself', async () => {
  const get = await served();
  const all = await Promise.all(['br', 'gzip', 'identity'].map((coding) => get({ 'accept-encoding': coding })));
  const lengths = all.map(({ body }) => body.length);
  expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
  const tags = all.map(({ headers }) => headers.etag ?? '');
  expect(new Set(tags).size).toBe(3);
  for (const tag of tags) expect(tag).toMatch(/^"[!#-~]+"$/);
});

test('HEAD has the headers of GET and no body', async () => {
  const get = await served();
  const { date: _, ...expected } = (await get({ 'accept-encoding': 'gzip' })).headers;
  const head = await get({ 'accept-encoding': 'gzip' }, 'HEAD');
  expect(head.headers).toMatchObject(expected);
  expect([head.status, head.body.length]).toEqual([200, 0]);
});

test.each([
  ['the tag', (tag: string) => tag, 304],
  ['the tag as a proxy weakens it', (tag: string) => `W/${tag}`, 304],
  ['any', () => '*', 304],
  ['any, with spaces', () => ' * ', 304],
  ['a list that has it', (tag: string) => `"other", W/"a,b" , ${tag}`, 304],
  ['a list without commas between', (tag: string) => `"other"${tag}`, 304],
  ['another tag', () => '"other"', 200],
  ['the tag without its quotes', (tag: string) => tag.slice(1, -1), 200],
  ['half of the tag', (tag: string) => `${tag.slice(0, 5)}"`, 200],
  ['a star in quotes', () => '"*"', 200],
  ['the tag in another tag', (tag: string) => `"x${tag.slice(1)}`, 200],
  ['nothing', () => '', 200],
])('If-None-Match with %s', async (_case, header, status) => {
  const get = await served();
  const tag = (await get()).headers.etag ?? '';
  for (const method of ['GET', 'HEAD']) {
    const reply = await get({ 'if-none-match': header(tag) }, method);
    expect([method, reply.status, reply.headers.etag]).toEqual([method, status, tag]);
    expect(reply.headers).toMatchObject({ vary: 'Accept-Encoding', 'cache-control': 'no-cache' });
    expect(reply.headers['content-length']).toBe(status === 304 ? undefined : String(Buffer.byteLength(content)));
  }
});

test('the tag of one coding is not that of another', async () => {
  const get = await served();
  const tag = (await get({ 'accept-encoding': 'gzip' })).headers.etag ?? '';
  expect((await get({ 'accept-encoding': 'br', 'if-none-match': tag })).status).toBe(200);
  expect((await get({ 'accept-encoding': 'gzip', 'if-none-match': tag })).status).toBe(304);
});

test('every answer hands on the same bytes, and none of its own', async () => {
  const handler = fixedAnswer('json', content);
  const handed: unknown[] = [];
  const app = express();
  app.use((_request, response, next) => {
    const end = response.end.bind(response);
    response.end = (bytes?: unknown) => {
      handed.push(bytes);
      return end(bytes);
    };
    next();
  });
  readOnly(app, '/', handler);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  for (let times = 0; times < 3; times += 1) await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer();
  expect(handed[0]).toBeInstanceOf(Buffer);
  for (const bytes of handed) expect(bytes).toBe(handed[0]);
});

test('another method is refused', async () => {
  expect((await (await served())({}, 'POST')).status).toBe(405);
});
