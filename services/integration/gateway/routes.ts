// Routes computed from the contracts: one for each operation, and none beside them.
import { Readable } from 'node:stream';
import type { Request, RequestHandler, Router } from 'express';
import type { OperationContract } from '#kernel/contract/document.ts';
import { contentRefusal, readContent } from '#kernel/operation/content.ts';
import { type Dispatch, type DispatchStream, goesByHttp } from '#kernel/operation/dispatch.ts';
import { bringsBody, readJsonBody, requireFittingLength } from '#kernel/operation/json-body.ts';
import { acceptsJson } from '#kernel/operation/media-type.ts';
import type { Precheck } from '#kernel/operation/precheck.ts';
import type { Credentials, OperationRequest, Reply } from '#kernel/operation/request.ts';
import { textFaults } from '#kernel/operation/texts.ts';
import { problem } from '#kernel/problem/problem.ts';
import { continueTrace, type Trace, traceparentOf } from '#kernel/tracing/trace.ts';
import { sendReply } from './answer.ts';
import { strictRouter } from './strict-router.ts';

/** Where the gateway sends what it has read. */
export interface Destinations {
  readonly dispatch: Dispatch;
  readonly dispatchStream: DispatchStream;
  readonly precheck: Precheck;
  /** Told of each answer, with the seconds that it took. */
  readonly answered: (service: string, operationId: string, status: number, seconds: number) => void;
}

/** Where the operations of a service are mounted. */
const mountOf = (service: string): string => `/api/v1/${service}`;

/** The path of an operation as Express writes it: `/plans/{planId}` → `/plans/:planId`. */
const expressPath = (operation: OperationContract): string => operation.path.replaceAll(/\{(\w+)\}/g, ':$1');

const json = 'application/json';

const requireAcceptable = (request: Request): void => {
  if (!acceptsJson(request.headers.accept)) throw problem('NOT_ACCEPTABLE', { produces: json });
};

const textsOf = (query: Request['query']): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

/** The query as texts. The encoder of the bus gives `__proto__` another name, so it is refused before it. */
const sendableQuery = (request: Request): OperationRequest['query'] => {
  const query = textsOf(request.query);
  const faults = Object.hasOwn(query, '__proto__') ? textFaults({ path: {}, query, body: undefined }) : [];
  if (faults.length > 0) throw problem('REQUEST_INVALID', { count: faults.length }, { faults });
  return query;
};

const requestOf = (request: Request): OperationRequest => {
  const idempotencyKey = request.get('idempotency-key');
  const ifMatch = request.get('if-match');
  return {
    path: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query: sendableQuery(request),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...readContent(request.get('content-type'), request.get('content-encoding')),
  };
};

const credentialsOf = (request: Request, trace: Trace): Credentials => {
  const authorization = request.get('authorization');
  return { ...(authorization === undefined ? {} : { authorization }), traceparent: traceparentOf(trace) };
};

/**
 * An operation without a body: one that comes all the same is refused by admission, which knows the caller. Whether chunks bring
 * one is looked at for those alone who signed in.
 */
const answerWithoutBody = async (
  operation: OperationContract,
  request: Request,
  { dispatch, precheck }: Destinations,
  credentials: Credentials,
): Promise<Reply> => {
  const asked = requestOf(request);
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  if (isChunked) await precheck(operation, credentials.authorization);
  // Whoever waits to be asked for a body has one (RFC 9110 section 10.1.1), and is not asked for it.
  const isAnnounced = isChunked && request.headers.expect !== undefined;
  const isBodyUnexpected = isAnnounced || (await bringsBody(request));
  return dispatch(operation, isBodyUnexpected ? { ...asked, isBodyUnexpected } : asked, credentials);
};

/**
 * An operation with a body. A body of another type, or of a caller without the authority, is not read at all: admission refuses it
 * by its name.
 */
const answerWithBody = async (
  operation: OperationContract,
  request: Request,
  { dispatch, dispatchStream, precheck }: Destinations,
  credentials: Credentials,
): Promise<Reply> => {
  const asked = requestOf(request);
  const isWanted =
    (await precheck(operation, credentials.authorization)) && contentRefusal(operation, asked) === undefined;
  if (isWanted) requireFittingLength(request, operation.bodyBytesMax);
  if (goesByHttp(operation))
    return dispatchStream(operation, asked, credentials, isWanted ? request : Readable.from([]));
  if (!isWanted) return dispatch(operation, asked, credentials);
  const body = await readJsonBody(request, operation.bodyBytesMax);
  return dispatch(operation, { ...asked, body }, credentials);
};

const answer = async (
  operation: OperationContract,
  request: Request,
  destinations: Destinations,
  trace: Trace,
): Promise<Reply> => {
  requireAcceptable(request);
  const credentials = credentialsOf(request, trace);
  const answerBy = operation.bodies.size === 0 ? answerWithoutBody : answerWithBody;
  return answerBy(operation, request, destinations, credentials);
};

/** Answers one operation, and tells how long that took. */
const handlerOf =
  (operation: OperationContract, destinations: Destinations): RequestHandler =>
  async (request, response) => {
    const trace = continueTrace(request.get('traceparent'));
    response.locals['trace'] = trace;
    const startedAt = performance.now();
    response.once('finish', () => {
      const seconds = (performance.now() - startedAt) / 1_000;
      destinations.answered(operation.service, operation.operationId, response.statusCode, seconds);
    });
    sendReply(request, response, await answer(operation, request, destinations, trace), trace);
  };

/**
 * The methods by which an operation is asked for. What answers GET answers HEAD too (RFC 9110 section 9.3.2), but for a reading that
 * is recorded: who asks for the head alone has read nothing.
 */
const methodsOf = ({ method, audit }: OperationContract): readonly string[] =>
  method === 'get' && audit === 'none' ? ['GET', 'HEAD'] : [method.toUpperCase()];

/** The routes of one service, and an answer 405 for the other methods of their paths. */
const serviceRoutes = (operations: readonly OperationContract[], destinations: Destinations): Router => {
  const router = strictRouter();
  const methods = new Map<string, string[]>();
  // Fixed paths come first: `/persons/search` is not the person «search».
  const ordered = operations.toSorted((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));
  for (const operation of ordered) {
    const path = expressPath(operation);
    methods.set(path, [...(methods.get(path) ?? []), ...methodsOf(operation)]);
  }
  for (const [path, allowed] of methods) {
    const refuse = (): never => {
      throw problem('METHOD_NOT_ALLOWED', { allowed: allowed.toSorted().join(', ') });
    };
    // Express takes GET's handler for HEAD where there is none of its own.
    if (!allowed.includes('HEAD')) router.route(path).head(refuse);
    for (const operation of ordered.filter((one) => expressPath(one) === path))
      router.route(path)[operation.method as 'get'](handlerOf(operation, destinations));
    router.route(path).all(refuse);
  }
  return router;
};

/** The routes of all operations. Each service has a router of its own: a request is not tried against those of the others. */
export const routesOf = (operations: readonly OperationContract[], destinations: Destinations): Router => {
  const router = strictRouter();
  for (const [service, own] of Map.groupBy(operations, (operation) => operation.service))
    router.use(mountOf(service), serviceRoutes(own, destinations));
  return router;
};
