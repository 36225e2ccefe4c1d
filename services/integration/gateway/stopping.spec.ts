// A gateway that stops under traffic: what it has heard it answers, and clients that keep connections open do not hold it up.
import { Agent, type ClientRequest, createServer, request } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { type ListeningGateway, listen } from './listen.ts';

const clients = 16;
let open: ListeningGateway | undefined;
afterEach(() => open?.close());

/** A gateway that answers each command only some turns of the loop after it has done it, as a commit would. */
const startGateway = async (): Promise<{ gateway: ListeningGateway; done: string[] }> => {
  const done: string[] = [];
  const app = express();
  app.post('/commands/:id', (asked, response) => {
    done.push(asked.params.id);
    let turns = 5;
    const answer = (): void => {
      turns -= 1;
      if (turns === 0) response.json({ done: asked.params.id });
      else setImmediate(answer);
    };
    answer();
  });
  const gateway = await listen(app, '127.0.0.1', 0);
  open = gateway;
  return { gateway, done };
};

const send = (agent: Agent, url: string): Promise<{ readonly closes: boolean }> =>
  new Promise((resolve, reject) => {
    const asking: ClientRequest = request(url, { method: 'POST', agent }, (answer) => {
      answer.resume().once('end', () => resolve({ closes: answer.headers.connection === 'close' }));
      answer.once('error', reject);
    });
    asking.once('error', reject).end();
  });

test('every command that was done has its answer, and the stop does not wait for clients that would go on', async () => {
  const { gateway, done } = await startGateway();
  const answered: string[] = [];
  let total = 0;
  let last = 0;
  const agents = Array.from({ length: clients }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const client = async (agent: Agent, name: number): Promise<void> => {
    for (let number = 0; ; number += 1) {
      const id = `${name}-${number}`;
      const answer = await send(agent, `${gateway.url}/commands/${id}`).catch(() => undefined);
      // Refused: nobody listens any more.
      if (answer === undefined) return;
      answered.push(id);
      total += 1;
      if (answer.closes) last += 1;
      if (total === 500) void gateway.close();
    }
  };
  await Promise.all(agents.map(client));
  await gateway.close();
  for (const agent of agents) agent.destroy();
  expect(new Set(answered)).toEqual(new Set(done));
  expect(total).toBeGreaterThanOrEqual(500);
  // Each client was told once, and asked no more over that connection.
  expect(last).toBeGreaterThan(0);
  expect(last).toBeLessThanOrEqual(clients);
});

test('a connection on which nothing was asked is closed at once', async () => {
  const { gateway } = await startGateway();
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const agent = new Agent({ keepAlive: true });
  await send(agent, `${gateway.url}/commands/idle`);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await gateway.close();
  await ended;
  expect(socket.destroyed).toBe(true);
  agent.destroy();
});

test('an answer whose head was sent before the stop ends whole, and its connection behind it', async () => {
  const app = express();
  let finish: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => {
    app.get('/slow', (_asked, response) => {
      response.write('first ');
      finish = () => response.end('last');
      resolve();
    });
  });
  const gateway = await listen(app, '127.0.0.1', 0);
  open = gateway;
  const agent = new Agent({ keepAlive: true });
  const text = new Promise<string>((resolve, reject) => {
    request(`${gateway.url}/slow`, { agent }, (answer) => {
      let read = '';
      answer.on('data', (part: Buffer) => {
        read += part.toString();
      });
      answer.once('end', () => resolve(read)).once('error', reject);
    })
      .once('error', reject)
      .end();
  });
  await begun;
  const closed = gateway.close();
  finish?.();
  expect(await text).toBe('first last');
  await closed;
  agent.destroy();
});

test('a port that another server holds is taken over, and never free in between', async () => {
  const holder = createServer((_asked, response) => response.end('held'));
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const gateway = await listen(
    express().get('/', (_asked, response) => void response.send('taken over')),
    '127.0.0.1',
    holder,
  );
  open = gateway;
  expect(await (await fetch(gateway.url)).text()).toBe('taken over');
});
