// What never becomes a request: bytes that are no HTTP, a head that is too large or too slow, an expectation that nobody meets.
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Refusal, renderProblem } from '#kernel/problem/render.ts';
import { continueTrace, traceparentOf } from '#kernel/tracing/trace.ts';
import { commonHeaders, sendRefusal } from './answer.ts';

/** Bytes of a request's line and headers, together. */
export const headerBytesMax: number = 16 * 1_024;
/** How long a connection may stay after its last answer: a caller that still sends would lose it to a reset. */
const lingerMs = 2_000;

const codes: Readonly<Record<string, Refusal['code']>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

const refusalOf = (error: NodeJS.ErrnoException): Refusal => {
  const code = codes[error.code ?? ''] ?? 'HTTP_MALFORMED';
  return { code, params: code === 'HEADERS_TOO_LARGE' ? { limit: headerBytesMax } : {}, faults: [] };
};

/** The whole answer as it goes out. Its language is the first one: what the caller wants could not be read. */
const messageOf = (refusal: Refusal): string => {
  const trace = continueTrace(undefined);
  const { status, body } = renderProblem(refusal, 'zh-CN', trace.traceId);
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/problem+json; charset=utf-8',
    'content-language: zh-CN',
    `content-length: ${Buffer.byteLength(text)}`,
    'cache-control: no-store',
    'referrer-policy: no-referrer',
    'x-content-type-options: nosniff',
    `traceparent: ${traceparentOf(trace)}`,
    'connection: close',
    '',
    text,
  ].join('\r\n');
};

const refuse = (socket: Duplex, error: NodeJS.ErrnoException): void => {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(messageOf(refusalOf(error)));
  setTimeout(() => socket.destroy(), lingerMs).unref();
};

/**
 * Lets a server answer what its parser refuses with a problem, where Node would send a bare status. Answers keep the order of the
 * requests (RFC 9112 section 9.3.2): what follows a request that still runs is refused behind its answer, and never in its place.
 */
export const answerUnread = (server: Server): void => {
  const answering = new WeakMap<Duplex, ServerResponse>();
  const refused = new WeakSet<Duplex>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => answering.set(request.socket, response));
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    commonHeaders(response);
    const trace = continueTrace(request.headers.traceparent?.toString());
    sendRefusal(request, response, { code: 'EXPECTATION_FAILED', params: {}, faults: [] }, trace);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const newest = answering.get(socket);
    const running = newest?.writableFinished === false ? newest : undefined;
    // A request whose own body broke off is refused itself; with half an answer out nothing can be said any more.
    const isHalfAnswered = running?.headersSent === true && !running.req.complete;
    if (error.code === 'ECONNRESET' || !socket.writable || isHalfAnswered) socket.destroy();
    else if (refused.has(socket)) return;
    else if (running?.req.complete === true) running.once('close', () => refuse(socket, error));
    else refuse(socket, error);
    refused.add(socket);
  });
};
