// `Expect: 100-continue`: a caller that waits with its body until it is asked for it (RFC 9110 section 10.1.1).
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** However a body is read, by events or by iteration, this is where its stream asks its source for bytes. */
const source = '_read';

/**
 * Lets a server ask for such a body when somebody begins to read it, and not before: a request that is refused by its head has its
 * answer at once. Node alone would ask for every body before the application sees the head.
 */
export const heedExpectation = (server: Server): void => {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const read = request[source].bind(request);
    request[source] = (size) => {
      request[source] = read;
      // Behind an answer Node itself reads what is left, and asks for nothing.
      if (!response.headersSent && !response.destroyed) response.writeContinue();
      read(size);
    };
    server.emit('request', request, response);
  });
};
