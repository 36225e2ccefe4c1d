// Asks whether a NATS server answers: it greets each connection with a line that begins with INFO, before TLS and any password.
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;
const probeLimitMs = 1_000;

/** Waits until a server greets on the port; rejects after the limit. A container's proxy accepts connections long before that. */
export const natsGreets = async (host: string, port: number, limitMs: number): Promise<void> => {
  const began = Date.now();
  while (!(await greeted(host, port))) {
    if (Date.now() - began > limitMs)
      throw new Error(`no NATS server greets on ${host}:${port} within ${limitMs / 1000} s`);
    await delay(pollMs);
  }
};

const greeted = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(probeLimitMs, () => end(false));
    socket.once('data', (chunk: Buffer) => end(chunk.toString('latin1').startsWith('INFO ')));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
