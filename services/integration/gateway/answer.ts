// Writing a reply as HTTP: a success as the contract says, a refusal as application/problem+json in the caller's language.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { codingsRead } from '#kernel/operation/content.ts';
import type { Reply } from '#kernel/operation/request.ts';
import { Problem } from '#kernel/problem/problem.ts';
import { languageOf, type Refusal, renderProblem } from '#kernel/problem/render.ts';
import type { Trace } from '#kernel/tracing/trace.ts';
import { traceparentOf } from '#kernel/tracing/trace.ts';

const retryAfterSeconds = '1';

/** Headers that every answer carries. */
export const commonHeaders = (response: ServerResponse): void => {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cache-control', 'no-store');
};

const send = (response: ServerResponse, status: number, contentType: string, body: unknown): void => {
  // As text it leaves in one piece with the headers; as bytes it would be a piece of its own.
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
};

/** Writes a refusal. */
export const sendRefusal = (
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  trace: Trace,
): void => {
  if (response.headersSent) {
    // Half an answer is out: cutting the connection is the one honest sign.
    response.destroy();
    return;
  }
  const language = languageOf(request.headers['accept-language']);
  const { status, body } = renderProblem(refusal, language, trace.traceId);
  response.setHeader('content-language', language);
  response.setHeader('traceparent', traceparentOf(trace));
  if (status === 401) response.setHeader('www-authenticate', 'Bearer realm="jixiao"');
  if (status === 503 || status === 429 || refusal.code === 'IDEMPOTENCY_IN_PROGRESS')
    response.setHeader('retry-after', retryAfterSeconds);
  if (refusal.code === 'METHOD_NOT_ALLOWED') response.setHeader('allow', String(refusal.params['allowed']));
  // What a body may be, for whoever sent another one (RFC 9110 sections 12.5.1, 12.5.3 and 15.5.16).
  if (refusal.code === 'MEDIA_TYPE_UNSUPPORTED') response.setHeader('accept', String(refusal.params['accepted']));
  if (refusal.code === 'CODING_UNSUPPORTED') response.setHeader('accept-encoding', codingsRead.join(', '));
  // The rest of a body that is refused is not read: the connection ends with the answer.
  if (!request.readableEnded) response.setHeader('connection', 'close');
  send(response, status, 'application/problem+json; charset=utf-8', body);
};

/** Writes a reply. */
export const sendReply = (request: IncomingMessage, response: ServerResponse, reply: Reply, trace: Trace): void => {
  if (reply.refusal !== undefined) {
    sendRefusal(request, response, reply.refusal, trace);
    return;
  }
  response.setHeader('traceparent', traceparentOf(trace));
  if (reply.etag !== undefined) response.setHeader('etag', reply.etag);
  if (reply.body === undefined) {
    response.statusCode = reply.status;
    response.end();
    return;
  }
  send(response, reply.status, 'application/json; charset=utf-8', reply.body);
};

/** The refusal that a thrown error becomes at the edge. */
export const refusalAtEdge = (error: unknown): Refusal => {
  if (error instanceof Problem) return { code: error.code, params: error.params, faults: error.faults };
  // Express reports a path that can't be percent-decoded this way.
  if (error instanceof URIError) {
    return {
      code: 'REQUEST_INVALID',
      params: { count: 1 },
      faults: [{ pointer: '/path', code: 'encoding', expected: 'a path that is percent-encoded UTF-8' }],
    };
  }
  return { code: 'INTERNAL', params: {}, faults: [] };
};
