// What never becomes a request: bytes that are no HTTP, a head that is too large or too slow, a tunnel, an expectation that nobody meets.
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  METHODS,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { languageOf, type Refusal, renderProblem } from '#kernel/problem/render.ts';
import { continueTrace, traceparentOf } from '#kernel/tracing/trace.ts';
import { ownValue } from '#kernel/values/own.ts';
import { commonHeaders, sendRefusal } from './answer.ts';

/** Bytes of a request's line and headers, together. */
export const headerBytesMax: number = 16 * 1_024;
/** How long a connection may stay after its last answer: a caller that still sends would lose it to a reset. */
const lingerMs = 2_000;

const codes: Readonly<Record<string, Refusal['code']>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** A request line as RFC 9112 section 3 writes it: where one begins the bytes, what the parser did not know is its method. */
const requestLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) [^ \r\n]+ HTTP\/1\.[01]\r?\n/;

const notImplemented = (method: string): Refusal => ({
  code: 'METHOD_NOT_IMPLEMENTED',
  params: { method },
  faults: [],
});

/** What the parser says of what it could not read, with the bytes that it was given. */
type Unread = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

const refusalOf = (error: Unread): Refusal => {
  const method =
    error.code === 'HPE_INVALID_METHOD' ? requestLine.exec(error.rawPacket?.toString('latin1') ?? '')?.[1] : undefined;
  // The bytes may begin with a request that was read, and what it did not know came behind.
  if (method !== undefined && !METHODS.includes(method)) return notImplemented(method);
  const code = ownValue(codes, error.code ?? '') ?? 'HTTP_MALFORMED';
  return { code, params: code === 'HEADERS_TOO_LARGE' ? { limit: headerBytesMax } : {}, faults: [] };
};

/** The whole answer as it goes out. Where the head could not be read its language is the first one, and its trace a new one. */
const messageOf = (refusal: Refusal, headers: IncomingHttpHeaders = {}): string => {
  const trace = continueTrace(headers['traceparent']?.toString());
  const language = languageOf(headers['accept-language']);
  const { status, body } = renderProblem(refusal, language, trace.traceId);
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-language: ${language}`,
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

/** Ends a connection; what has been written to it, the message last, goes out before. */
const endWith = (socket: Duplex, message: string | undefined): void => {
  if (!socket.writable) {
    // It ends by itself, behind an answer that said so, or is gone.
    if (socket.writableFinished) socket.destroy();
    return;
  }
  socket.end(message);
  setTimeout(() => socket.destroy(), lingerMs).unref();
};

/**
 * Refuses what followed on a connection behind the answers that are due on it, the oldest first. A request whose own body broke
 * off is refused itself, unless it was answered before its turn; with half of its answer out nothing can be said any more.
 */
const refuseBehind = (socket: Duplex, due: ReadonlySet<ServerResponse>, message: string): void => {
  const [next] = due;
  if (next === undefined) endWith(socket, message);
  else if (next.req.complete) next.once('close', () => refuseBehind(socket, due, message));
  else if (!next.headersSent) endWith(socket, message);
  else if (next.writableEnded) next.once('close', () => endWith(socket, undefined));
  else socket.destroy();
};

/**
 * Lets a server answer what its parser refuses with a problem, where Node would send a bare status. Answers keep the order of the
 * requests (RFC 9112 section 9.3.2): what follows a request that still runs is refused behind its answer, and never in its place.
 */
export const answerUnread = (server: Server): void => {
  const answering = new WeakMap<Duplex, Set<ServerResponse>>();
  const refused = new WeakSet<Duplex>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const due = answering.get(socket) ?? new Set();
    answering.set(socket, due.add(response));
    response.once('close', () => due.delete(response));
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    commonHeaders(response);
    const trace = continueTrace(request.headers.traceparent?.toString());
    sendRefusal(request, response, { code: 'EXPECTATION_FAILED', params: {}, faults: [] }, trace);
  });
  // Nobody is a proxy here (RFC 9110 section 9.3.6). The server has let go of the socket: its errors are ours.
  server.on('connect', ({ headers }: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
    refuseBehind(socket, answering.get(socket) ?? new Set(), messageOf(notImplemented('CONNECT'), headers));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else if (!refused.has(socket))
      refuseBehind(socket, answering.get(socket) ?? new Set(), messageOf(refusalOf(error)));
    refused.add(socket);
  });
};
