// One connection can't crowd out the others: its requests are taken one after the other, whatever it sends at once.
import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { takeInTurn } from './in-turn.ts';

const get = (path: string, ...headers: string[]): string =>
  `${[`GET ${path} HTTP/1.1`, 'Host: a', ...headers].join('\r\n')}\r\n\r\n`;
const last = get('/last', 'Connection: close');

const serve = async (listener: RequestListener): Promise<{ server: Server; open: () => Socket }> => {
  const server = createServer(listener);
  takeInTurn(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, open: () => connect((server.address() as AddressInfo).port, '127.0.0.1') };
};

/** Sends bytes, and reads all that comes back until the connection ends. */
const exchange = (socket: Socket, ...pieces: readonly (string | Buffer)[]): Promise<string> => {
  for (const piece of pieces) socket.write(piece);
  return text(socket);
};

const pathsIn = (answers: string): string[] => [...answers.matchAll(/<([^>]*)>/g)].map(([, path = '']) => path);

test('the next request of a connection begins when the one before is answered, in the order of sending', async () => {
  const [begun, atOnce] = [[] as string[], [] as number[]];
  let underWay = 0;
  const { open } = await serve((request, response) => {
    underWay += 1;
    atOnce.push(underWay);
    begun.push(request.url ?? '');
    response.once('close', () => {
      underWay -= 1;
    });
    setImmediate(() => response.end(`<${request.url}>`));
  });
  const paths = Array.from({ length: 300 }, (_, number) => `/${number}`);
  const answers = await exchange(open(), [...paths.map((path) => get(path)), last].join(''));
  expect(pathsIn(answers)).toEqual([...paths, '/last']);
  expect(begun).toEqual([...paths, '/last']);
  expect(Math.max(...atOnce)).toBe(1);
});

test('of two hundred connections that send a thousand requests each, every one has one request in a turn of the loop', async () => {
  const perTurn: number[] = [];
  let turn: Map<Socket, number> | undefined;
  const { open } = await serve((request, response) => {
    if (turn === undefined) {
      const counts = new Map<Socket, number>();
      turn = counts;
      setImmediate(() => {
        perTurn.push(...counts.values());
        turn = undefined;
      });
    }
    turn.set(request.socket, (turn.get(request.socket) ?? 0) + 1);
    response.end('x');
  });
  const crowd = Array.from({ length: 200 }, open);
  onTestFinished(() => {
    for (const socket of crowd) socket.destroy();
  });
  const flood = get('/').repeat(1_000);
  for (const socket of crowd) {
    socket.resume().on('error', () => undefined);
    socket.write(flood);
  }
  // Somebody who asks behind all of them is answered while most of it still waits.
  expect(pathsIn(await exchange(open(), last))).toEqual([]);
  expect(perTurn.length).toBeGreaterThan(0);
  expect(perTurn.length).toBeLessThan(100_000);
  // What was begun in one turn may be counted with the next one, and no more than that.
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(2);
});

test('who reads nothing has one answer waiting, however much it asks for', async () => {
  const shared = Buffer.alloc(32 * 1_024 * 1_024);
  const begun = new Map<Socket, number>();
  const { open } = await serve((request, response) => {
    begun.set(request.socket, (begun.get(request.socket) ?? 0) + 1);
    response.end(request.url === '/last' ? 'x' : shared);
  });
  const silent = open();
  onTestFinished(() => void silent.destroy());
  silent.write(get('/').repeat(1_000));
  for (let others = 0; others < 20; others += 1) await exchange(open(), last);
  expect([...begun.values()]).toEqual(Array.from({ length: 21 }, () => 1));
});

const echo: RequestListener = (request, response) => {
  void buffer(request).then((body) => response.end(`<${request.method} ${body.toString('latin1')}>`));
};
const blank = '\r\n\r\n'.repeat(50);
const chunked = (bytes: string): string => `${bytes.length.toString(16)}\r\n${bytes}\r\n0\r\n\r\n`;
const post = (header: string, body: string): string => `POST / HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n${body}`;

test.each([
  ['of a length', post(`Content-Length: ${blank.length}`, blank), blank],
  ['in chunks', post('Transfer-Encoding: chunked', chunked(blank)), blank],
  ['that looks like a request', post(`Content-Length: ${last.length}`, last), last],
  ['of length 0', post('Content-Length: 0', ''), ''],
  ['of no chunk', post('Transfer-Encoding: chunked', '0\r\n\r\n'), ''],
])('a body %s is read whole, and what comes behind it is the next request', async (_case, bytes, body) => {
  const { open } = await serve(echo);
  const answers = await exchange(open(), bytes + bytes + last);
  expect(pathsIn(answers)).toEqual([`POST ${body}`, `POST ${body}`, 'GET ']);
});

test('a large body that comes in many pieces is read byte for byte', async () => {
  const { open } = await serve((request, response) => {
    void buffer(request).then((body) => response.end(`<${body.equals(sent)}>`));
  });
  const noise = createHash('shake256', { outputLength: 300_000 }).update('body').digest();
  const sent = Buffer.concat([noise, Buffer.from(blank), noise]);
  const head = post(`Content-Length: ${sent.length}\r\nConnection: close`, '');
  expect(pathsIn(await exchange(open(), head, sent))).toEqual(['true']);
});

test('wherever the bytes are cut on their way, they are the same requests', async () => {
  const { open } = await serve(echo);
  const bytes = get('/') + post('Content-Length: 6', '\r\n\r\nab') + last;
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const socket = open().setNoDelay();
    await new Promise<void>((resolve) => socket.write(bytes.slice(0, cut), () => resolve()));
    expect([cut, pathsIn(await exchange(socket, bytes.slice(cut)))]).toEqual([
      cut,
      ['GET ', 'POST \r\n\r\nab', 'GET '],
    ]);
  }
});

test('a client that has said all and closed its side has every answer', async () => {
  const { open } = await serve((request, response) => setImmediate(() => response.end(`<${request.url}>`)));
  const socket = open();
  socket.end(get('/1') + get('/2') + get('/3'));
  expect(pathsIn(await text(socket))).toEqual(['/1', '/2', '/3']);
});

test('what follows a request that ends its connection is not begun', async () => {
  const begun: string[] = [];
  const { open } = await serve((request, response) => {
    begun.push(request.url ?? '');
    response.end('x');
  });
  await exchange(open(), last + get('/behind').repeat(100));
  expect(begun).toEqual(['/last']);
});

test('a client that is gone leaves the requests behind its last one undone', async () => {
  const begun: string[] = [];
  const { open } = await serve((request, response) => {
    begun.push(request.url ?? '');
    if (request.url === '/first') request.socket.destroy();
    else response.end('x');
  });
  await exchange(open(), get('/first') + get('/behind').repeat(100)).catch(() => undefined);
  await exchange(open(), last);
  expect(begun).toEqual(['/first', '/last']);
});
