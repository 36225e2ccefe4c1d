// Reading the JSON body of a request: bounded, in UTF-8, and parsed here so that a bad body has our answer.
import type { IncomingMessage } from 'node:http';
import { problem } from '#kernel/problem/problem.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const declaredLength = (request: IncomingMessage): number => Number(request.headers['content-length'] ?? 0);

const readBytes = async (request: IncomingMessage, bytesMax: number): Promise<Buffer> => {
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

/** The media type of a Content-Type header without its parameters; empty where there is none. */
export const mediaTypeOf = (header: string | undefined): string =>
  (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * The parsed JSON body; undefined where there is none. Throws BODY_TOO_LARGE above `bytesMax`, BODY_NOT_JSON for bytes that
 * are not UTF-8 or not JSON (RFC 8259).
 */
export const readJsonBody = async (request: IncomingMessage, bytesMax: number): Promise<unknown> => {
  const bytes = await readBytes(request, bytesMax);
  return bytes.length === 0 ? undefined : parse(decode(bytes));
};
