// One HTTP request with patience: a server that restarts or is busy is asked again under the same Idempotency-Key.
import { setTimeout as pause } from 'node:timers/promises';

/** How long one request is repeated before the driver gives up. */
const patienceMs = 60_000;
const firstPauseMs = 50;
const pauseMsMax = 1_000;
const answerMsMax = 60_000;

/** Statuses after which the same request may succeed: the service restarts, is busy, or a twin of the request runs. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** An answer, wholly read. */
export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly text: string;
}

/** A request that can be sent more than once. */
export interface Request {
  readonly url: string;
  readonly method: string;
  readonly headers: () => Promise<Record<string, string>>;
  readonly body?: string;
}

const once = async (request: Request): Promise<Answer> => {
  const { url, method, headers, body } = request;
  const response = await fetch(url, {
    method,
    headers: await headers(),
    signal: AbortSignal.timeout(answerMsMax),
    ...(body === undefined ? {} : { body }),
  });
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? undefined,
    text: await response.text(),
  };
};

const mayPass = ({ status, text }: Answer): boolean =>
  passing.has(status) || (status === 409 && text.includes('IDEMPOTENCY_IN_PROGRESS'));

/** Sends a request until it is answered for good. Throws the last failure of the network after a minute. */
export const send = async (request: Request): Promise<Answer> => {
  const until = Date.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    try {
      const answer = await once(request);
      if (!mayPass(answer) || Date.now() > until) return answer;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await pause(pauseMs);
  }
};
