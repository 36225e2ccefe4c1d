// Answers that never change while a process runs: their bytes are made once, at the start, and shared by all who ask.
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

/** The codings that an answer may have, the best first (RFC 9110 section 12.5.3). */
const codings = ['br', 'gzip', 'identity'] as const;
type Coding = (typeof codings)[number];

// Less than a packet does not become fewer by compression.
const compressedFrom = 1_024;
// A quality that takes tenths of a second for all contracts, within a few percent of the best.
const brotliQuality = 6;

const compressed = (bytes: Buffer): ReadonlyMap<Coding, Buffer> => {
  if (bytes.length < compressedFrom) return new Map([['identity', bytes]]);
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return new Map([
    ['br', brotliCompressSync(bytes, { params })],
    ['gzip', gzipSync(bytes)],
    ['identity', bytes],
  ]);
};

/** The strong tag of bytes in a coding: each coding is a representation with a tag of its own (RFC 9110 section 8.8.3.3). */
const tagOf = (bytes: Buffer, coding: Coding): string =>
  `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}-${coding}"`;

const tagPattern = /(?:W\/)?("[!#-~]*")/g;

/** Whether the caller has these bytes already: If-None-Match compares weakly (RFC 9110 section 13.1.2). */
const isKnown = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || Array.from(ifNoneMatch.matchAll(tagPattern), ([, each]) => each).includes(tag));

const codingFor = (request: Request, available: ReadonlyMap<Coding, Buffer>): Coding => {
  const wanted = request.acceptsEncodings([...available.keys()]);
  return codings.find((coding) => coding === wanted) ?? 'identity';
};

/** Answers GET and HEAD with `body`, compressed where the caller takes that, and 304 to whoever has it. */
export const fixedAnswer = (type: string, body: string | Buffer): RequestHandler => {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const available = compressed(bytes);
  const tags = new Map([...available.keys()].map((coding) => [coding, tagOf(bytes, coding)]));
  return (request: Request, response: Response) => {
    const coding = codingFor(request, available);
    const [chosen, tag] = [available.get(coding) ?? bytes, tags.get(coding) ?? ''];
    response.type(type);
    response.set({ etag: tag, vary: 'Accept-Encoding', 'cache-control': 'no-cache' });
    if (coding !== 'identity') response.set('content-encoding', coding);
    if (isKnown(request.get('if-none-match'), tag)) {
      response.status(304).end();
      return;
    }
    response.set('content-length', String(chosen.length));
    response.end(request.method === 'HEAD' ? undefined : chosen);
  };
};
