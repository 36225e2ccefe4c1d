// The public API as a patient caller uses it: what a broken connection or a starting service left open is asked again, under the same key.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What is asked. A write carries its Idempotency-Key through all its tries. */
export interface Question {
  readonly url: string;
  readonly token: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly limitMs?: number;
}

const limitDefaultMs = 60_000;
const tryLimitMs = 20_000;
const pauseMs = 200;
// The answers that say: try again.
const passing = new Set([429, 502, 503, 504]);

const attempt = async ({ url, token, method, body }: Question, key: string): Promise<Answer> => {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(tryLimitMs),
  });
  return { status: response.status, body: await response.json() };
};

/** Asks until there is an answer that is more than «try again». */
export const ask = async (question: Question): Promise<Answer> => {
  const { limitMs = limitDefaultMs } = question;
  const key = randomUUID();
  const began = Date.now();
  for (;;) {
    const answer = await attempt(question, key).catch((error: unknown) => ({ failed: error }));
    if (!('failed' in answer) && !passing.has(answer.status)) return answer;
    if (Date.now() - began > limitMs)
      throw new Error(`${question.url} gave no answer within ${limitMs} ms`, {
        cause: 'failed' in answer ? answer.failed : JSON.stringify(answer),
      });
    await delay(pauseMs);
  }
};
