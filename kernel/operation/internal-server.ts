// The internal port of a service: what is too large for the bus comes here by HTTP, into the same admission (exchange rule E15).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { OperationContract } from '#kernel/contract/document.ts';
import { refusalOf } from '#kernel/problem/failure.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { Admit } from './admission.ts';
import { readJsonBody } from './json-body.ts';
import type { OperationRequest, Reply } from './request.ts';

/** The header that carries the request without its body, as JSON in base64url. */
export const requestHeader = 'jixiao-request';

/** A listening internal port. */
export interface InternalServer {
  readonly url: string;
  /** Takes no new requests and waits for those in flight. */
  close(): Promise<void>;
}

const headerBytesMax = 32 * 1_024;
const requestTimeoutMs = 30 * 60_000;

const requestOf = (message: IncomingMessage): OperationRequest => {
  const header = message.headers[requestHeader];
  if (typeof header !== 'string') throw problem('REQUEST_INVALID', { count: 1 });
  return JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as OperationRequest;
};

const replyTo = async (
  message: IncomingMessage,
  operations: ReadonlyMap<string, OperationContract>,
  admit: Admit,
): Promise<Reply> => {
  const operation = operations.get((message.url ?? '').slice(1));
  if (message.method !== 'POST' || operation === undefined) throw problem('NOT_FOUND', { what: 'operation' });
  const { authorization, traceparent } = message.headers;
  const credentials = {
    ...(authorization === undefined ? {} : { authorization }),
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  };
  const request = requestOf(message);
  if (operation.streamed) return admit(operation, { ...credentials, request, stream: message });
  const body = operation.bodies.has(request.contentType ?? '')
    ? await readJsonBody(message, operation.bodyBytesMax)
    : undefined;
  return admit(operation, { ...credentials, request: body === undefined ? request : { ...request, body } });
};

const write = (response: ServerResponse, reply: Reply): void => {
  const bytes = Buffer.from(JSON.stringify(reply), 'utf8');
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length, connection: 'close' });
  response.end(bytes);
};

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Opens the internal port of a service. `host` is the address that the other services reach it by. */
export const openInternalServer = async (settings: {
  readonly service: string;
  readonly host: string;
  readonly port: number;
  readonly operations: readonly OperationContract[];
  readonly admit: Admit;
  readonly logger: Logger;
}): Promise<InternalServer> => {
  const { service, host, operations, admit, logger } = settings;
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  const server = createServer(
    { maxHeaderSize: headerBytesMax, requestTimeout: requestTimeoutMs },
    (message, response) => {
      replyTo(message, byId, admit).then(
        (reply) => write(response, reply),
        (error: unknown) => {
          const { code, params, faults } = refusalOf(error, service);
          logger.warn({ err: error, code }, 'a request at the internal port was refused');
          write(response, { refusal: { code, params, faults } });
        },
      );
    },
  );
  const port = await listen(server, host, settings.port);
  return {
    url: `http://${host}:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
