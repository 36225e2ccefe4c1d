// The gateway as an Express application: contracts, documentation, health and the routes of all services.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { problem } from '#kernel/problem/problem.ts';
import type { Readiness } from '#kernel/process/readiness.ts';
import { continueTrace, type Trace } from '#kernel/tracing/trace.ts';
import { commonHeaders, refusalAtEdge, sendRefusal } from './answer.ts';
import { checkHead } from './check-head.ts';
import type { GatewayContracts } from './contracts.ts';
import { contractPages } from './pages/contract-pages.ts';
import { readOnly } from './read-only.ts';
import { type Destinations, routesOf } from './routes.ts';

/** What the gateway is made of. */
export interface GatewaySettings extends Destinations, GatewayContracts {
  /** Where people sign in to try the operations at /docs, as tokens say it; without it they can only read. */
  readonly issuer?: string;
  /** The one address at which people sign in to the documentation, in the embedded start. */
  readonly docsOrigin?: string;
  readonly readiness: Readiness;
  readonly logger: Logger;
  /** Mounted before everything else: the development issuer in the embedded start. */
  readonly before?: readonly { readonly path: string; readonly handler: RequestHandler }[];
}

const traceOf = (locals: Record<string, unknown>, traceparent: string | undefined): Trace => {
  const known = locals['trace'];
  return typeof known === 'object' && known !== null ? (known as Trace) : continueTrace(traceparent);
};

/** What breaks when whoever asked is gone before the answer was out: Express says the first of files, Node the others of streams. */
const brokenOffCodes: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

const isBrokenOff = (error: unknown, { socket }: IncomingMessage): boolean =>
  socket.destroyed && error instanceof Error && 'code' in error && brokenOffCodes.has(String(error.code));

const onError =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    if (isBrokenOff(error, request)) return;
    if (!response.headersSent) commonHeaders(response);
    const refusal = refusalAtEdge(error);
    const trace = traceOf(response.locals, request.get('traceparent'));
    if (refusal.code === 'INTERNAL') logger.error({ err: error, trace_id: trace.traceId }, 'the gateway failed');
    sendRefusal(request, response, refusal, trace);
  };

const readinessAnswer =
  (readiness: Readiness): RequestHandler =>
  async (_request, response) => {
    const report = await readiness();
    response.status(report.ready ? 200 : 503).json(report);
  };

/** Builds the application. It listens nowhere yet. */
export const createGateway = (settings: GatewaySettings): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  // Express 5 reads no nested query by default; each name is a text or a list of texts.
  app.set('query parser', 'simple');
  app.use(checkHead);
  for (const { path, handler } of settings.before ?? []) app.use(path, handler);
  app.use((_request, response, next) => {
    commonHeaders(response);
    next();
  });
  app.use(routesOf(settings.operations, settings));
  readOnly(app, '/health/live', (_request, response) => {
    response.json({ status: STATUS_CODES[200] });
  });
  readOnly(app, '/health/ready', readinessAnswer(settings.readiness));
  app.use(contractPages(settings.documents, settings.further ?? [], settings.issuer, settings.docsOrigin));
  app.use(() => {
    throw problem('NOT_FOUND', { what: '此地址' });
  });
  app.use(onError(settings.logger));
  return app;
};
