// The simulated partners of a spec, a log that is kept, and waiting for an answer.
import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { RunningPartner } from '../../../simulators/partner/partner.ts';

/** Calls the control port of a partner. */
export type Control = (partner: 'province' | 'hr', method: string, path: string, body?: unknown) => Promise<unknown>;

/** Waits until a question is answered with something else than undefined; the test's own time limit ends it. */
export const until = async <T>(question: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
};

/** A logger that keeps every line. */
export const recordingLogger = (lines: string[]): Logger =>
  pino(
    { level: 'trace' },
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString('utf8'));
        done();
      },
    }),
  );

/** The control ports of the partners. */
export const controlOf =
  (partners: Readonly<Record<'province' | 'hr', RunningPartner>>): Control =>
  async (partner, method, path, body) => {
    const response = await fetch(`${partners[partner].controlUrl}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
