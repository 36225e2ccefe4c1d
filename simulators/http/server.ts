// An HTTP server that is exactly its contract: fastify checks each call and each answer against the contract's schemas.
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Logger } from 'pino';
import { cutRows, ndjson, rowStream } from './answer.ts';
import type { AnyHandler } from './handlers.ts';
import { bodyBytesMax, problemBody, Refusal, toRefusal } from './refusal.ts';
import { type Contract, openSchemas, toRoutes } from './routes.ts';

/** The faults that strike one call. */
export type Strike = {
  readonly delayMs: number;
  readonly status: number | undefined;
  readonly hang: boolean;
  readonly loseAnswer: boolean;
};

export type ServerSettings = {
  readonly contract: Contract;
  /** By operationId; the caller types them as Handlers of its contract. An operation without a handler does not exist. */
  readonly handlers: Readonly<Record<string, unknown>>;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Refuses a caller without the right; absent on a control port. */
  readonly authenticate?: (authorization: string | undefined) => Promise<void>;
  /** The planted faults that strike a call of this operation. */
  readonly strike?: (operationId: string) => Strike;
  /** Gets the function that cuts the calls that hang. */
  readonly onRelease?: (release: () => void) => void;
  readonly logger: Logger;
};

export type RunningServer = {
  readonly url: string;
  /** How often each operation was called. */
  calls(): Readonly<Record<string, number>>;
  /** Ends the server and cuts the calls under way. */
  stop(): Promise<void>;
};

/** The default parser of fastify replaces bytes that are not UTF-8. */
const parseJson = (bytes: Buffer): unknown => {
  // DELETE may name a media type and send no body.
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new Refusal(400, 'BODY_NOT_JSON', 'The body is not JSON in UTF-8');
  }
};

/** A fastify server with the checks of the contract and no routes yet. */
const openApp = ({ contract, logger }: ServerSettings) => {
  const sendProblem = (error: Error, _request: FastifyRequest, reply: FastifyReply): void => {
    const known = toRefusal(error);
    if (known === undefined) logger.error({ err: error }, 'A simulated call failed');
    const refusal = known ?? new Refusal(500, 'FAILED', 'The call failed');
    void reply.code(refusal.status).type('application/problem+json').send(problemBody(refusal));
  };
  const app = fastify({
    bodyLimit: bodyBytesMax,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: sendProblem,
  });
  const coercing = openSchemas(contract, { coerceTypes: true });
  const exact = openSchemas(contract, { coerceTypes: false });
  app.setValidatorCompiler<object>(({ schema, httpPart }) => (httpPart === 'body' ? exact : coercing)(schema));
  // An answer outside the contract is a fault of the program, and the caller gets 500.
  app.setSerializerCompiler<object>(({ schema, method, url }) => {
    const validate = exact(schema);
    return (answer) => {
      if (validate(answer)) return JSON.stringify(answer);
      throw new Error(`${method} ${url} breaks its contract: ${JSON.stringify(validate.errors)}`);
    };
  });
  app.setErrorHandler<Error>(sendProblem);
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'NOT_FOUND', 'The contract has no such operation');
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) =>
    parseJson(body),
  );
  return app;
};

/** Starts the server on its address. A taken port is an error of `listen`. */
export const startServer = async (settings: ServerSettings): Promise<RunningServer> => {
  const { contract, handlers, logger } = settings;
  const counts = new Map<string, number>();
  const hanging = new Set<ServerResponse>();
  const answersToLose = new WeakSet<FastifyRequest>();
  const app = openApp(settings);

  /** Counts the call, checks its token, and lets planted faults strike, before the body is read. */
  const receive = async (operationId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    counts.set(operationId, (counts.get(operationId) ?? 0) + 1);
    await settings.authenticate?.(request.headers.authorization);
    const strike = settings.strike?.(operationId);
    if (strike === undefined) return;
    if (strike.delayMs > 0) await wait(strike.delayMs);
    if (strike.hang) {
      reply.hijack();
      hanging.add(reply.raw.once('close', () => hanging.delete(reply.raw)));
    } else if (strike.status !== undefined)
      throw new Refusal(strike.status, strike.status === 429 ? 'BUSY' : 'FAILED', 'A planted fault');
    else if (strike.loseAnswer) answersToLose.add(request);
  };

  const answer = async (handler: AnyHandler, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { status, body, rows } = await handler({ path: request.params, query: request.query, body: request.body });
    if (answersToLose.has(request)) {
      reply.hijack();
      if (rows === undefined) reply.raw.destroy();
      else await cutRows(reply.raw, status, rows);
      return reply;
    }
    reply.code(status);
    if (rows === undefined) return reply.send(body);
    const stream = rowStream(rows).once('error', (error) => logger.error({ err: error }, 'A stream of rows failed'));
    return reply.type(ndjson).send(stream);
  };

  for (const { operationId, ...route } of toRoutes(contract).filter((one) => one.operationId in handlers))
    app.route({
      ...route,
      onRequest: (request, reply) => receive(operationId, request, reply),
      handler: (request, reply) => answer(handlers[operationId] as AnyHandler, request, reply),
    });
  settings.onRelease?.(() => {
    for (const response of hanging) response.destroy();
  });
  const url = await app.listen({ host: settings.host, port: settings.port });
  return {
    url,
    calls: () => Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    stop: () => app.close(),
  };
};
