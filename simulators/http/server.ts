// An HTTP server that is exactly its contract: requests and answers are checked against it, whatever else is refused.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { sendJson, sendRows } from './answer.ts';
import type { Operation } from './contract.ts';
import type { AnyHandler, AnyReply } from './handlers.ts';
import { problemBody, Refusal } from './refusal.ts';
import type { Strike } from './transport-faults.ts';

export type ServerSettings = {
  readonly operations: readonly Operation[];
  /** By operationId; the caller types them as Handlers of its contract. */
  readonly handlers: Readonly<Record<string, unknown>>;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Refuses a caller without right; absent on a control port. */
  readonly authenticate?: (authorization: string | undefined) => Promise<void>;
  /** What strikes a call of this operation beside its work. */
  readonly strike?: (operationId: string) => Strike;
  /** Told when calls that hang are to be cut. */
  readonly onRelease?: (release: () => void) => void;
  readonly logger: Logger;
};

export type RunningServer = {
  readonly url: string;
  /** How often each operation was called. */
  calls(): Readonly<Record<string, number>>;
  /** Ends the server; calls under way are cut. */
  stop(): Promise<void>;
};

const bodyBytesMax = 64 * 1024;
const json = 'application/json';
const problemMedia = 'application/problem+json';
const calm: Strike = { delayMs: 0, status: undefined, hang: false, loseAnswer: false };

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new Refusal(413, 'BODY_TOO_LARGE', `A body has at most ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) as unknown;
  } catch {
    throw new Refusal(400, 'BODY_NOT_JSON', 'The body is not JSON in UTF-8');
  }
};

const find = (operations: readonly Operation[], method: string, path: string) => {
  const fitting = operations.flatMap((operation) => {
    const match = operation.pattern.exec(path);
    return match === null ? [] : [{ operation, groups: { ...match.groups } }];
  });
  if (fitting.length === 0) throw new Refusal(404, 'NOT_FOUND', 'The contract has no such path');
  const found = fitting.find(({ operation }) => operation.method === method);
  if (found === undefined) throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'The contract has no such method on this path');
  return found;
};

const decoded = (groups: Readonly<Record<string, string>>): Record<string, string> => {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new Refusal(400, 'REQUEST_INVALID', 'The path is not well encoded');
  }
};

const admit = async (
  operation: Operation,
  groups: Record<string, string>,
  search: URLSearchParams,
  request: IncomingMessage,
) => {
  const path = decoded(groups);
  const query: Record<string, string | string[]> = {};
  for (const name of search.keys()) {
    const values = search.getAll(name);
    query[name] = values.length === 1 && values[0] !== undefined ? values[0] : values;
  }
  const headers = { ...request.headers };
  const faults = [...operation.checkPath(path), ...operation.checkQuery(query), ...operation.checkHeaders(headers)];
  if (faults.length > 0) throw new Refusal(400, 'REQUEST_INVALID', 'The request does not fit the contract', faults);
  if (operation.checkBody === undefined) return { path, query, body: undefined };
  const body = await readBody(request);
  const wrong = operation.checkBody(body);
  if (wrong.length > 0) throw new Refusal(400, 'REQUEST_INVALID', 'The body does not fit the contract', wrong);
  return { path, query, body };
};

/** The simulation must not break its own contract: an answer outside it is a fault of the program, and fails loudly. */
const checkAnswer = (operation: Operation, reply: AnyReply): void => {
  const media = reply.rows === undefined ? (reply.body === undefined ? '' : json) : 'application/x-ndjson';
  const check = operation.answers.get(`${reply.status} ${media}`);
  if (check === undefined)
    throw new Error(`${operation.operationId}: the contract has no answer ${reply.status} ${media}`);
  const wrong = reply.body === undefined ? [] : check(reply.body);
  if (wrong.length > 0) throw new Error(`${operation.operationId} breaks its contract: ${JSON.stringify(wrong)}`);
};

const toRefusal = (error: unknown, logger: Logger): Refusal => {
  if (error instanceof Refusal) return error;
  logger.error({ err: error }, 'A simulated call failed');
  return new Refusal(500, 'FAILED', 'The call failed');
};

/** Starts the server on its address. A taken port is an error of `listen`. */
export const startServer = async (settings: ServerSettings): Promise<RunningServer> => {
  const { operations, handlers, logger } = settings;
  const counts = new Map<string, number>();
  const hanging = new Set<ServerResponse>();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { operation, groups } = find(operations, request.method ?? '', url.pathname);
    const { operationId } = operation;
    counts.set(operationId, (counts.get(operationId) ?? 0) + 1);
    await settings.authenticate?.(request.headers.authorization);
    const strike = settings.strike?.(operationId) ?? calm;
    if (strike.delayMs > 0) await wait(strike.delayMs);
    if (strike.hang) {
      hanging.add(response);
      response.once('close', () => hanging.delete(response));
      return;
    }
    if (strike.status !== undefined)
      throw new Refusal(strike.status, strike.status === 429 ? 'BUSY' : 'FAILED', 'A planted fault');
    const input = await admit(operation, groups, url.searchParams, request);
    const reply = await (handlers[operationId] as AnyHandler)(input);
    checkAnswer(operation, reply);
    if (reply.rows === undefined) sendJson(response, reply.status, json, reply.body, strike.loseAnswer);
    else await sendRows(response, reply.status, reply.rows, strike.loseAnswer);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A receiver that leaves in the middle of a stream is no fault of ours.
      if (response.headersSent || response.destroyed) return response.destroy();
      const refusal = toRefusal(error, logger);
      // What is left of a refused body is not read: the connection closes with the answer.
      if (refusal.status === 413) response.setHeader('connection', 'close');
      return sendJson(response, refusal.status, problemMedia, problemBody(refusal), false);
    });
  });
  settings.onRelease?.(() => {
    for (const response of hanging) response.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${settings.host}:${port}`,
    calls: () => Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
