// Piping a body by HTTP to the internal port of the owning service, and reading its reply (exchange rule E15).
import { request as httpRequest } from 'node:http';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { problem } from '#kernel/problem/problem.ts';
import type { DispatchStream } from './dispatch.ts';
import { requestHeader } from './internal-server.ts';
import type { Reply } from './request.ts';

/** A body that gets no answer for this long is given up: the intake of millions of rows takes minutes. */
export const pipedTimeoutMs: number = 30 * 60_000;

const post = async (url: string, headers: Record<string, string>, body: Readable): Promise<Reply> => {
  const outgoing = httpRequest(url, { method: 'POST', headers, timeout: pipedTimeoutMs });
  outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${pipedTimeoutMs} ms`)));
  const answered = new Promise<Reply>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      json(response).then((reply) => resolve(reply as Reply), reject);
    });
  });
  // The body is not touched before the service asks for it: what it refuses by its head, and what waits for a place, is not read.
  outgoing.once('continue', () => {
    // A service that refuses early answers before it has read all: its answer counts, not the broken pipe.
    pipeline(body, outgoing).catch(() => undefined);
  });
  outgoing.flushHeaders();
  return answered.finally(() => outgoing.destroy());
};

/**
 * A dispatch of streams to whatever address `urlOf` gives for a service. Throws SERVICE_UNAVAILABLE when no instance is known or the
 * connection fails before a reply.
 */
export const dispatchStreamTo =
  (urlOf: (service: string) => string | undefined): DispatchStream =>
  async (operation, request, credentials, body) => {
    const url = urlOf(operation.service);
    if (url === undefined) throw problem('SERVICE_UNAVAILABLE', { service: operation.service });
    const headers: Record<string, string> = {
      expect: '100-continue',
      [requestHeader]: Buffer.from(JSON.stringify(request), 'utf8').toString('base64url'),
      ...(credentials.authorization === undefined ? {} : { authorization: credentials.authorization }),
      ...(credentials.traceparent === undefined ? {} : { traceparent: credentials.traceparent }),
    };
    try {
      return await post(`${url}/${operation.service}/${operation.operationId}`, headers, body);
    } catch (error) {
      throw problem('SERVICE_UNAVAILABLE', { service: operation.service }, { cause: error });
    }
  };
