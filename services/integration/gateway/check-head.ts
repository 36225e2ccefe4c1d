// What holds for the head of every request, whatever it asks for.
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { problem } from '#kernel/problem/problem.ts';

/** Bytes of path and query: what RFC 9110 section 4.1 asks every server to take, and more than any operation needs. */
const uriBytesMax = 8 * 1_024;

/** Headers that a request has once: of two, different readers would take different ones (RFC 9110 section 5.3). */
const singleHeaders = ['authorization', 'content-type', 'content-length', 'idempotency-key'] as const;

const countOf = ({ rawHeaders }: IncomingMessage, header: string): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === header).length;

/** Throws HTTP_MALFORMED for no Host in HTTP/1.1, or more than one (RFC 9112 section 3.2), HEADER_REPEATED for others. */
const requireHeadersOnce = (request: IncomingMessage): void => {
  const hosts = countOf(request, 'host');
  if (hosts > 1 || (request.httpVersion === '1.1' && hosts === 0)) throw problem('HTTP_MALFORMED');
  const header = singleHeaders.find((name) => countOf(request, name) > 1);
  if (header !== undefined) throw problem('HEADER_REPEATED', { header });
};

/**
 * Throws HTTP_MALFORMED for a body whose end nobody can know, since chunks are not its last coding (RFC 9112 section 6.3), and
 * TRANSFER_CODING_UNSUPPORTED for one that is coded otherwise before that (section 6.1).
 */
const requireReadableTransfer = (request: IncomingMessage): void => {
  const header = request.headers['transfer-encoding'];
  if (header === undefined) return;
  const codings = header.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.at(-1) !== 'chunked') throw problem('HTTP_MALFORMED');
  const other = codings.find((coding) => coding !== 'chunked' && coding !== '');
  if (other !== undefined) throw problem('TRANSFER_CODING_UNSUPPORTED', { coding: other.slice(0, 60) });
};

/** Refuses a request by its head: see above, and URI_TOO_LONG. */
export const checkHead: RequestHandler = (request, _response, next) => {
  requireHeadersOnce(request);
  requireReadableTransfer(request);
  if (request.originalUrl.length > uriBytesMax) throw problem('URI_TOO_LONG', { limit: uriBytesMax });
  next();
};
