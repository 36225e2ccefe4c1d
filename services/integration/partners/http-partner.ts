// Calling a partner over HTTP: its token, time limits, bounded answers and pages.
import { Readable } from 'node:stream';
import type { ServiceToken } from '#kernel/identity/service-token.ts';
import type { FailureCode } from '../outcomes/failure-words.ts';
import { BodyTooLong, collect, failureOf, fieldOf, parsed, unavailable } from './answer.ts';
import { PartnerFailure } from './failure.ts';

/** How long a partner is waited for, and how much of it is taken. */
export interface PartnerLimits {
  readonly requestTimeoutMs: number;
  /** A stream that brings nothing for this long is given up. */
  readonly streamIdleMs: number;
  readonly answerBytesMax: number;
  readonly pagesMax: number;
  /** Records that are asked for a page. */
  readonly pageRecords: number;
}

const SECOND = 1_000;
const MIB = 1_024 ** 2;

/** The limits in use where nothing else is said. */
export const partnerLimits: PartnerLimits = {
  requestTimeoutMs: 30 * SECOND,
  streamIdleMs: 60 * SECOND,
  answerBytesMax: 16 * MIB,
  pagesMax: 1_000,
  pageRecords: 500,
};

/** Where a partner is, and how we identify ourselves there. */
export interface PartnerSettings {
  /** What people call it, for sentences. */
  readonly name: string;
  /** The address of its API, `/api/v1` included, without a slash at its end. */
  readonly url: string;
  readonly token: ServiceToken;
  readonly limits: PartnerLimits;
}

/** Parameters of a query; undefined ones are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** A partner's API. Every function throws PartnerFailure where no usable answer comes. */
export interface HttpPartner {
  readonly name: string;
  /** The records of a list, page by page, to its end. */
  pages(path: string, query: Query, signal: AbortSignal): AsyncGenerator<readonly unknown[]>;
  /** A body as it comes; it ends in an error where it was cut off or stood still. */
  stream(path: string, query: Query, signal: AbortSignal): Promise<Readable>;
  /** Puts a canonical JSON text; gives the answer of a success. */
  put(path: string, body: string, signal: AbortSignal): Promise<unknown>;
}

const withQuery = (path: string, query: Query): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
};

/** An answer's body with the request's own time limit lifted once the head is there: a stream may run for long. */
const openStream = async (
  settings: PartnerSettings,
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<{ response: Response; abort: (reason: Error) => void }> => {
  const stopping = new AbortController();
  const late = setTimeout(
    () => stopping.abort(new DOMException('late', 'TimeoutError')),
    settings.limits.requestTimeoutMs,
  );
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.any([signal, stopping.signal]),
    });
    return { response, abort: (reason) => stopping.abort(reason) };
  } finally {
    clearTimeout(late);
  }
};

/** Passes bytes on, and gives the source up when nothing came for a while. */
const watched = async function* (
  source: AsyncIterable<Uint8Array>,
  idleMs: number,
  abort: (reason: Error) => void,
): AsyncGenerator<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const wind = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => abort(new DOMException('still', 'TimeoutError')), idleMs);
  };
  try {
    wind();
    for await (const chunk of source) {
      // While the receiver is slow the source is not to blame.
      clearTimeout(timer);
      yield chunk;
      wind();
    }
  } finally {
    clearTimeout(timer);
  }
};

/** Opens a partner. Nothing is asked before the first call. */
export const openHttpPartner = (settings: PartnerSettings): HttpPartner => {
  const { name, url, token, limits } = settings;
  const headers = async (): Promise<Record<string, string>> => ({ authorization: `Bearer ${await token.get()}` });

  const unusable = (code: FailureCode, limit = 0): PartnerFailure =>
    new PartnerFailure('unusable', { code, params: { partner: name, limit } });

  const exchange = async (path: string, init: RequestInit, signal: AbortSignal): Promise<unknown> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limits.requestTimeoutMs)]);
    try {
      const sent = { ...(init.headers as Record<string, string> | undefined), ...(await headers()) };
      const response = await fetch(`${url}${path}`, { ...init, headers: sent, redirect: 'error', signal: limit });
      const answer = parsed(await collect(response, limits.answerBytesMax));
      if (!response.ok) throw failureOf(name, response.status, answer);
      if (answer === undefined) throw unusable('ANSWER_NOT_JSON');
      return answer;
    } catch (error) {
      if (error instanceof BodyTooLong) throw unusable('ANSWER_TOO_LONG', limits.answerBytesMax);
      throw unavailable(name, error);
    }
  };

  return {
    name,
    pages: async function* (path, query, signal) {
      let cursor: string | undefined;
      for (let page = 1; ; page += 1) {
        if (page > limits.pagesMax) throw unusable('PAGES_TOO_MANY', limits.pagesMax);
        const asked = withQuery(path, { ...query, limit: String(limits.pageRecords), cursor });
        const answer = await exchange(asked, {}, signal);
        const [records, next] = [fieldOf(answer, 'records'), fieldOf(answer, 'next')];
        const fits = Array.isArray(records) && (next === null || (typeof next === 'string' && next !== cursor));
        if (!fits) throw unusable('PAGE_UNUSABLE');
        yield records;
        if (next === null) return;
        cursor = next;
      }
    },
    stream: async (path, query, signal) => {
      try {
        const address = `${url}${withQuery(path, query)}`;
        const { response, abort } = await openStream(settings, address, await headers(), signal);
        if (!response.ok)
          throw failureOf(name, response.status, parsed(await collect(response, limits.answerBytesMax)));
        return Readable.from(watched(response.body ?? Readable.from([]), limits.streamIdleMs, abort), {
          objectMode: false,
        });
      } catch (error) {
        throw unavailable(name, error);
      }
    },
    put: (path, body, signal) =>
      exchange(path, { method: 'PUT', body, headers: { 'content-type': 'application/json' } }, signal),
  };
};
