// The internal port of a service: what is too large for the bus comes here by HTTP, into the same admission (exchange rule E15).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { OperationContract } from '#kernel/contract/document.ts';
import { refusalOf } from '#kernel/problem/failure.ts';
import { problem } from '#kernel/problem/problem.ts';
import { ownValue } from '#kernel/values/own.ts';
import type { Admit } from './admission.ts';
import { contentRefusal } from './content.ts';
import { heedExpectation } from './expectation.ts';
import { bringsBody, readJsonBody } from './json-body.ts';
import type { Precheck } from './precheck.ts';
import type { OperationRequest, Reply } from './request.ts';

/** The header that carries the request without its body, as JSON in base64url. */
export const requestHeader = 'jixiao-request';

/** The operations of one service, as the port finds them. */
export interface ServedOperations {
  readonly operations: ReadonlyMap<string, OperationContract>;
  readonly admit: Admit;
  readonly precheck: Precheck;
}

/** A listening internal port. It serves the services of its process, each below its name. */
export interface InternalServer {
  readonly url: string;
  serve(
    service: string,
    operations: readonly OperationContract[],
    by: Pick<ServedOperations, 'admit' | 'precheck'>,
  ): void;
  /** Takes no new requests and waits for those in flight, for 20 s at most. */
  close(): Promise<void>;
}

// The gateway takes 16 KiB of headers, 8 KiB of them path and query. As JSON in base64url a byte of a query becomes 2.7 bytes (%01)
// to 4.7 (a parameter without a value): with the token beside it less than 48 KiB.
const headerBytesMax = 64 * 1_024;
const requestTimeoutMs = 30 * 60_000;
/** How long a stop waits for requests in flight: an upload that is cut off is sent again under its Idempotency-Key. */
const drainMs = 20_000;

const requestOf = (message: IncomingMessage): OperationRequest => {
  const header = ownValue(message.headers, requestHeader);
  if (typeof header !== 'string') throw problem('REQUEST_INVALID', { count: 1 });
  return JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as OperationRequest;
};

const replyTo = async (message: IncomingMessage, services: ReadonlyMap<string, ServedOperations>): Promise<Reply> => {
  const [, service = '', operationId = ''] = (message.url ?? '').split('/');
  const served = services.get(service);
  const operation = served?.operations.get(operationId);
  if (message.method !== 'POST' || served === undefined || operation === undefined) {
    throw problem('NOT_FOUND', { what: '操作' });
  }
  const { admit, precheck } = served;
  const { authorization, traceparent } = message.headers;
  const credentials = {
    ...(authorization === undefined ? {} : { authorization }),
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  };
  const request = requestOf(message);
  if (operation.streamed) return admit(operation, { ...credentials, request, stream: message });
  if (operation.bodies.size === 0) {
    const isBodyUnexpected = await bringsBody(message);
    return admit(operation, { ...credentials, request: { ...request, isBodyUnexpected } });
  }
  const isRead = contentRefusal(operation, request) === undefined && (await precheck(operation, authorization));
  const body = isRead ? await readJsonBody(message, operation.bodyBytesMax) : undefined;
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

/** Opens the internal port of a process. `host` is the address that the other processes reach it by; port 0 takes a free one. */
export const openInternalServer = async (settings: {
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
}): Promise<InternalServer> => {
  const { host, logger } = settings;
  const services = new Map<string, ServedOperations>();
  const options = { maxHeaderSize: headerBytesMax, requestTimeout: requestTimeoutMs };
  const server = createServer(options, (message, response) => {
    replyTo(message, services).then(
      (reply) => write(response, reply),
      (error: unknown) => {
        const { code, params, faults, status } = refusalOf(error, 'internal');
        // A body that breaks off, or is no JSON, is its sender's: the log says the code, and no trace of ours.
        if (status < 500) logger.info({ code }, 'a request at the internal port was refused');
        else logger.warn({ err: error, code }, 'a request at the internal port failed');
        write(response, { refusal: { code, params, faults } });
      },
    );
  });
  heedExpectation(server);
  const port = await listen(server, host, settings.port);
  return {
    url: `http://${host}:${port}`,
    serve: (service, operations, by) => {
      services.set(service, { operations: new Map(operations.map((one) => [one.operationId, one])), ...by });
    },
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
      }),
  };
};
