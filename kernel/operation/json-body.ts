// Reading the JSON body of a request: bounded, in UTF-8, and parsed here so that a bad body has our answer.
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { pointerTo } from '#kernel/values/pointer.ts';
import { repeatedName } from '#kernel/values/repeated-name.ts';
import { textFaults } from './texts.ts';

/** A request as far as its body is read. */
export type Body = Readable & { readonly headers: IncomingHttpHeaders };

/** A body that brings nothing for so long, or is not whole after so long, is given up. */
const idleMs = 60_000;
const wholeMs = 5 * 60_000;
/** How long a body in chunks may leave open whether anything is in it. */
const emptyMs = 2_000;

/** Levels of objects and lists that a body may have. */
export const bodyLevelsMax = 64;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const declaredLength = (request: Body): number => Number(request.headers['content-length'] ?? 0);

const readBytes = (request: Body, bytesMax: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (settle: () => void): void => {
      clearTimeout(idle);
      clearTimeout(late);
      request.off('data', take).off('end', whole).off('close', brokenOff).off('error', brokenOff);
      // What else comes is not read. Nor is the request destroyed: its connection has still to carry the answer.
      request.pause();
      settle();
    };
    const refuse = (error: Problem): void => end(() => reject(error));
    const timeOut = (): void => refuse(problem('REQUEST_TIMEOUT'));
    const take = (chunk: Buffer): void => {
      idle.refresh();
      length += chunk.length;
      if (length > bytesMax) refuse(problem('BODY_TOO_LARGE', { limit: bytesMax }));
      else chunks.push(chunk);
    };
    const whole = (): void => end(() => resolve(Buffer.concat(chunks)));
    // Its sender is gone and reads no answer: this is no failure of ours.
    const brokenOff = (cause?: unknown): void =>
      refuse(problem('BODY_NOT_JSON', { reason: 'it was cut off before its end' }, { cause }));
    const idle = setTimeout(timeOut, idleMs);
    const late = setTimeout(timeOut, wholeMs);
    request.on('data', take).once('end', whole).once('close', brokenOff).once('error', brokenOff);
  });

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // The engine's message quotes the body, which may hold personal data: it stays in the cause.
    throw problem('BODY_NOT_JSON', { reason: 'it is not valid JSON' }, { cause: error });
  }
};

const decode = (bytes: Buffer): string => {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw problem('BODY_NOT_JSON', { reason: 'it is not UTF-8' }, { cause: error });
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

// An escaped half of a surrogate pair, which may stand alone, the name that sets a prototype, however it is written, and what may be
// a number beyond 1.8e308: one with a long exponent, or with hundreds of digits.
const unsendable = /\\u[dD][89a-fA-F]|__proto__|\\u005[fF]|[0-9][eE]\+?[0-9]{3}|[0-9]{200}/;

/** Throws REQUEST_INVALID for a member that its object has twice: whoever reads the body next might take the other one. */
const requireNamesOnce = (text: string): void => {
  const steps = repeatedName(text);
  if (steps === undefined) return;
  const fault = {
    pointer: pointerTo('/body', ...steps),
    code: 'repeatedName',
    expected: 'each name of an object once',
  };
  throw problem('REQUEST_INVALID', { count: 1 }, { faults: [fault] });
};

/**
 * Whether a request brings a body. Where its head does not say that, the first bytes do, or that the end has not come after two
 * seconds; nothing more is read.
 */
export const bringsBody = (request: Body): Promise<boolean> => {
  if (declaredLength(request) > 0) return Promise.resolve(true);
  if (request.headers['transfer-encoding'] === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (brings: boolean): void => {
      clearTimeout(late);
      request.off('data', some).off('end', none).off('close', some).off('error', some);
      request.pause();
      resolve(brings);
    };
    const some = (): void => settle(true);
    const none = (): void => settle(false);
    const late = setTimeout(some, emptyMs);
    request.once('data', some).once('end', none).once('close', some).once('error', some);
  });
};

/** Throws BODY_TOO_LARGE where the head announces more than `bytesMax`: then nothing of the body needs to come. */
export const requireFittingLength = (request: Body, bytesMax: number): void => {
  if (declaredLength(request) > bytesMax) throw problem('BODY_TOO_LARGE', { limit: bytesMax });
};

/**
 * The parsed JSON body; undefined where there is none. Throws BODY_TOO_LARGE above `bytesMax`, BODY_NOT_JSON for bytes that
 * are not UTF-8 or not JSON (RFC 8259) or break off, REQUEST_TIMEOUT when nothing comes for a minute or not all within five,
 * REQUEST_INVALID for texts that can't be sent on and for a name that an object has twice (I-JSON, RFC 7493 section 2.3),
 * BODY_TOO_DEEP for a nesting that no contract has and the encoder of the bus can't take.
 */
export const readJsonBody = async (request: Body, bytesMax: number): Promise<unknown> => {
  requireFittingLength(request, bytesMax);
  const bytes = await readBytes(request, bytesMax);
  if (bytes.length === 0) return undefined;
  if (isTooDeep(bytes)) throw problem('BODY_TOO_DEEP', { limit: bodyLevelsMax });
  const text = decode(bytes);
  const body = parse(text);
  requireNamesOnce(text);
  // These come out of the encoder of the bus as something else, so they are refused before it.
  const faults = unsendable.test(text) ? textFaults({ path: {}, query: {}, body }) : [];
  if (faults.length > 0) throw problem('REQUEST_INVALID', { count: faults.length }, { faults });
  return body;
};
