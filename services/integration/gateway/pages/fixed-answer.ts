// Answers that never change while a process runs: their bytes are made once, at the start, and shared by all who ask.
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { tagsIn } from '#kernel/operation/etag.ts';

/** The codings that an answer may have, the best first (RFC 9110 section 8.4.1). */
const codings = ['br', 'gzip', 'identity'] as const;
type Coding = (typeof codings)[number];

/** An answer in one coding, with its strong tag: each coding is a representation with a tag of its own (section 8.8.3.3). */
type Representation = { readonly bytes: Buffer; readonly tag: string };

// A quality that takes tenths of a second for all contracts, within a few percent of the best.
const brotliQuality = 6;

const represent = (bytes: Buffer, coding: Coding): Representation => {
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return { bytes, tag: `"${digest}-${coding}"` };
};

const representations = (bytes: Buffer): Readonly<Record<Coding, Representation>> => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    br: represent(brotliCompressSync(bytes, { params }), 'br'),
    gzip: represent(gzipSync(bytes), 'gzip'),
    identity: represent(bytes, 'identity'),
  };
};

/** Whether the caller has these bytes already: If-None-Match compares weakly (section 13.1.2). */
const isKnown = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || tagsIn(ifNoneMatch).some((each) => each.replace(/^W\//, '') === tag));

/** What an Accept-Encoding says of each coding, 0 to 1 (section 12.5.3); what it can't mean is left out. */
const weightsIn = (header: string): ReadonlyMap<string, number> =>
  new Map(
    header.split(',').flatMap((part) => {
      const found = /^\s*([^\s;]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i.exec(part);
      return found === null ? [] : [[(found[1] ?? '').toLowerCase(), Number(found[2] ?? '1')] as const];
    }),
  );

/**
 * The coding that the caller likes best, of equals the smallest. Whoever rules out all of them gets the bytes as they are: a page
 * that can be read helps more than a refusal.
 */
const codingFor = (header: string | undefined): Coding => {
  const weights = weightsIn(header ?? '');
  const others = weights.get('*');
  const weightOf = (coding: Coding): number => {
    const said = weights.get(coding) ?? (coding === 'gzip' ? weights.get('x-gzip') : undefined) ?? others;
    // As it is, an answer is taken by everybody who does not rule it out, where nothing else is wanted.
    return said ?? (coding === 'identity' ? Number.MIN_VALUE : 0);
  };
  const best = Math.max(...codings.map(weightOf));
  return best === 0 ? 'identity' : (codings.find((coding) => weightOf(coding) === best) ?? 'identity');
};

/** Answers GET and HEAD with `body`, compressed where the caller takes that, and 304 to whoever has it. */
export const fixedAnswer = (type: string, body: string | Buffer): RequestHandler => {
  const available = representations(typeof body === 'string' ? Buffer.from(body, 'utf8') : body);
  return (request: Request, response: Response) => {
    const coding = codingFor(request.get('accept-encoding'));
    const { bytes, tag } = available[coding];
    response.set({ etag: tag, vary: 'Accept-Encoding', 'cache-control': 'no-cache' });
    if (isKnown(request.get('if-none-match'), tag)) {
      response.status(304).end();
      return;
    }
    response.type(type);
    if (coding !== 'identity') response.set('content-encoding', coding);
    response.set('content-length', String(bytes.length));
    // The buffer itself is handed to the socket, and not a copy: who reads slowly holds a reference.
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
};
