// `Expect: 100-continue`: a caller that waits with its body until it is asked for it (RFC 9110 section 10.1.1).
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/**
 * Lets the application answer such a request before its body comes. Node would ask for the body at once, also where the head alone
 * is refused.
 */
export const heedExpectation = (server: Server): void => {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    server.emit('request', request, response);
  });
};

/** Asks for the body of a request, where its caller waits for that. */
export const sayContinue = (request: IncomingMessage): void => {
  const response = waiting.get(request);
  if (response === undefined || response.headersSent) return;
  waiting.delete(request);
  response.writeContinue();
};
