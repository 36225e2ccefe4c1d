// Listening: the gateway's own port, with the limits of Node's HTTP server set.
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as Holder } from 'node:net';
import type { Express } from 'express';
import { heedExpectation } from '#kernel/operation/expectation.ts';
import { takeInTurn } from './in-turn.ts';
import { stopOf } from './stopping.ts';
import { answerUnread, headerBytesMax } from './unread.ts';

const SECOND = 1_000;
/** Time for the headers of a request, and for the whole of it: the intake of millions of rows takes minutes. */
const headersTimeoutMs = 15 * SECOND;
const requestTimeoutMs = 30 * 60 * SECOND;
const keepAliveMs = 65 * SECOND;

/** A listening gateway. */
export interface ListeningGateway {
  readonly url: string;
  readonly server: Server;
  /** Takes no new connections, lets requests in flight end, and closes their connections behind the answers. */
  readonly close: () => Promise<void>;
}

/** Opens the port; 0 takes a free one. A server that holds the port already is taken over from. */
export const listen = async (app: Express, host: string, port: number | Holder): Promise<ListeningGateway> => {
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize: headerBytesMax,
      // The application refuses a request without Host: Node's own answer has no body.
      requireHostHeader: false,
    },
    app,
  );
  takeInTurn(server);
  const close = stopOf(server);
  answerUnread(server);
  heedExpectation(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    if (typeof port === 'number') server.listen(port, host);
    else server.listen(port);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    server,
    close,
  };
};
