// Reading the JSON body of a request: bounded, in UTF-8, and parsed here so that a bad body has our answer.
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { problem } from '#kernel/problem/problem.ts';

/** A request as far as its body is read. */
export type Body = Readable & { readonly headers: IncomingHttpHeaders };

/** Levels of objects and lists that a body may have. */
export const bodyLevelsMax = 64;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const declaredLength = (request: Body): number => Number(request.headers['content-length'] ?? 0);

const readBytes = async (request: Body, bytesMax: number): Promise<Buffer> => {
  if (declaredLength(request) > bytesMax) throw problem('BODY_TOO_LARGE', { limit: bytesMax });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) throw problem('BODY_TOO_LARGE', { limit: bytesMax });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // The engine's message quotes the body, which may hold personal data: it stays in the cause.
    throw problem('BODY_NOT_JSON', { reason: 'syntax' }, { cause: error });
  }
};

const decode = (bytes: Buffer): string => {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw problem('BODY_NOT_JSON', { reason: 'UTF-8' }, { cause: error });
  }
};

const [quote, backslash] = [0x22, 0x5c];
const openings: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closings: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Whether a JSON text nests deeper than a body may; what stands in its strings is not counted. */
const isTooDeep = (bytes: Uint8Array): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    // Whatever follows a backslash is no end of the string.
    if (inString && byte === backslash) at += 1;
    else if (byte === quote) inString = !inString;
    else if (!inString && openings.has(byte)) depth += 1;
    else if (!inString && closings.has(byte)) depth -= 1;
    if (depth > bodyLevelsMax) return true;
  }
  return false;
};

/** The media type of a Content-Type header without its parameters; empty where there is none. */
export const mediaTypeOf = (header: string | undefined): string =>
  (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * The parsed JSON body; undefined where there is none. Throws BODY_TOO_LARGE above `bytesMax`, BODY_NOT_JSON for bytes that
 * are not UTF-8 or not JSON (RFC 8259), BODY_TOO_DEEP for a nesting that no contract has and the encoder of the bus can't take.
 */
export const readJsonBody = async (request: Body, bytesMax: number): Promise<unknown> => {
  const bytes = await readBytes(request, bytesMax);
  if (bytes.length === 0) return undefined;
  if (isTooDeep(bytes)) throw problem('BODY_TOO_DEEP', { limit: bodyLevelsMax });
  return parse(decode(bytes));
};
