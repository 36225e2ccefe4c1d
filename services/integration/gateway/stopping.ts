// How the gateway's server stops: whoever was heard is answered, and nobody is asked to come again on the same connection.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a stop waits for what it has heard: an upload that is cut off is sent again under its Idempotency-Key. */
const stopWaitMs = 15_000;

/**
 * Prepares the stop of a server, before it listens. The stop takes no new connections, closes those that are idle, lets every
 * request in flight end, and closes its connection behind the answer: a client that keeps connections open would otherwise go on
 * asking over them (RFC 9112 section 9.6). What is not answered after 15 s is cut.
 */
export const stopOf = (server: Server): (() => Promise<void>) => {
  const unanswered = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let isStopping = false;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Before the application: it may have answered when its listener returns.
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    if (isStopping) response.shouldKeepAlive = false;
    unanswered.add(response);
    response.once('close', () => {
      unanswered.delete(response);
      // One whose head was sent before the stop began promised to keep its connection.
      if (isStopping) server.closeIdleConnections();
    });
  });
  return () =>
    new Promise((resolve) => {
      isStopping = true;
      for (const response of unanswered) response.shouldKeepAlive = false;

      const late = setTimeout(() => server.closeAllConnections(), stopWaitMs);
      server.close(() => {
        clearTimeout(late);
        resolve();
      });
      server.closeIdleConnections();
      // For Node a connection is idle only when something was answered on it.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    });
};
