// Bytes that are no HTTP, behind a request that still runs: its answer comes first, and is its own.
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerUnread } from './unread.ts';

let server: Server;
/** Requests whose answer is due, in the order of their arrival. */
let due: ServerResponse[];
beforeEach(async () => {
  due = [];
  server = createServer((request, response) => {
    due.push(response);
    request.resume();
  });
  answerUnread(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const get = 'GET /command HTTP/1.1\r\nhost: jixiao\r\n\r\n';
const upload = 'POST /upload HTTP/1.1\r\nhost: jixiao\r\ntransfer-encoding: chunked\r\n\r\n';
const garbage = '\u0016\u0003 no HTTP at all\r\n\r\n';

interface Exchange {
  /** Sends requests, and waits until as many are due in all. */
  readonly request: (text: string, inAll: number) => Promise<void>;
  /** Sends what is no request, and waits until the server has met it. */
  readonly garble: (text: string) => Promise<void>;
  /** All that came back until the connection ended. */
  readonly answered: Promise<string>;
}

const exchange = (): Exchange => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  return {
    request: async (text, inAll) => {
      socket.write(text);
      while (due.length < inAll) await once(server, 'request');
    },
    garble: async (text) => {
      const met = once(server, 'clientError');
      socket.write(text);
      await met;
    },
    answered: once(socket, 'close').then(() => received),
  };
};

const statusesOf = (received: string): string[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => code ?? '');

test('garbage behind a running request is refused behind its answer, never in its place', async () => {
  const { request, garble, answered } = exchange();
  await request(get, 1);
  await garble(garbage);
  expect(due[0]?.writableFinished).toBe(false);
  due[0]?.writeHead(201).end('done');
  const received = await answered;
  expect(statusesOf(received)).toEqual(['201', '400']);
  expect(received).toContain('HTTP_MALFORMED');
});

test('garbage behind two running requests waits for both, in the order in which they came', async () => {
  const { request, garble, answered } = exchange();
  await request(get + get, 2);
  await garble(garbage);
  due[1]?.writeHead(202).end();
  due[0]?.writeHead(201).end();
  expect(statusesOf(await answered)).toEqual(['201', '202', '400']);
});

test('garbage that comes alone, or behind an answer, is refused at once', async () => {
  const { garble, answered } = exchange();
  await garble(garbage);
  expect(statusesOf(await answered)).toEqual(['400']);
});

test('a request whose own body is no HTTP any more is refused itself', async () => {
  const { request, garble, answered } = exchange();
  await request(upload, 1);
  await garble('zz\r\n');
  expect(statusesOf(await answered)).toEqual(['400']);
});

test('garbage while half an answer is out ends the connection, where the request is not whole', async () => {
  const { request, garble, answered } = exchange();
  await request(upload, 1);
  due[0]?.writeHead(200, { 'content-length': '100' }).write('half');
  await garble('zz\r\n');
  expect(statusesOf(await answered)).toEqual(['200']);
});

test('a request whose body is no HTTP any more is refused behind the answer of the one before it', async () => {
  const { request, garble, answered } = exchange();
  await request(get + upload, 2);
  await garble('zz\r\n');
  await garble('zz\r\n');
  due[0]?.writeHead(201).end();
  expect(statusesOf(await answered)).toEqual(['201', '400']);
});

test('and has no second answer where it was answered while it waited', async () => {
  const { request, garble, answered } = exchange();
  await request(get + upload, 2);
  await garble('zz\r\n');
  due[1]?.writeHead(401).end();
  due[0]?.writeHead(201).end();
  expect(statusesOf(await answered)).toEqual(['201', '401']);
});

test('an answer that is half out before whole requests goes out whole', async () => {
  const long = 'x'.repeat(16 * 1_024 * 1_024);
  const { request, garble, answered } = exchange();
  await request(get, 1);
  due[0]?.writeHead(200, { 'content-length': long.length }).end(long);
  await garble(garbage);
  const received = await answered;
  expect(statusesOf(received)).toEqual(['200', '400']);
  expect(received).toContain(`\r\n\r\n${long}HTTP/1.1 400`);
});

describe('the way to a tunnel', () => {
  const tunnel = 'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n';

  test('is refused behind the answer that is due before it', async () => {
    const { request, answered } = exchange();
    await request(get, 1);
    const met = once(server, 'connect');
    const rest = request(tunnel + garbage, 1);
    await met;
    due[0]?.writeHead(201).end('done');
    await rest;
    expect(statusesOf(await answered)).toEqual(['201', '501']);
  });

  test('is refused in the language of its caller', async () => {
    const { request, answered } = exchange();
    await request(tunnel.replace('host:', 'accept-language: en\r\nhost:'), 0);
    const received = await answered;
    expect(statusesOf(received)).toEqual(['501']);
    expect(received).toContain('No address of this system offers the method CONNECT.');
  });

  test('whose caller resets the connection is no failure of ours', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const met = once(server, 'connect') as Promise<[unknown, { once(event: 'close', hear: () => void): void }]>;
    socket.write(tunnel);
    const [, held] = await met;
    const closed = new Promise<void>((resolve) => held.once('close', resolve));
    socket.resetAndDestroy();
    await closed;
    const { garble, answered } = exchange();
    await garble(garbage);
    expect(statusesOf(await answered)).toEqual(['400']);
  });
});
