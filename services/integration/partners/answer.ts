// Reading what a partner answers: bounded, as JSON, its refusals as failures.
import { ownValue } from '#kernel/values/own.ts';
import { firstCharacters } from '#kernel/values/readable.ts';
import { repeatedName } from '#kernel/values/repeated-name.ts';
import { mayPass, PartnerFailure } from './failure.ts';

/** A field of what was answered; undefined where it is no object. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? ownValue(value as Readonly<Record<string, unknown>>, name) : undefined;

const codePattern = /^[A-Z][A-Z0-9_]{2,63}$/;
const detailCharacters = 200;

/** The refusal of a partner as a failure: its own code where it gave one. */
export const failureOf = (name: string, status: number, answer: unknown): PartnerFailure => {
  const given = fieldOf(answer, 'code');
  const code = typeof given === 'string' && codePattern.test(given) ? given : undefined;
  const detail = fieldOf(answer, 'detail');
  const params = {
    partner: name,
    status,
    ...(code === undefined ? {} : { code }),
    ...(typeof detail === 'string' ? { detail: firstCharacters(detail, detailCharacters) } : {}),
  };
  const kind = mayPass(status) ? 'unavailable' : 'refused';
  return new PartnerFailure(kind, { code: 'PARTNER_ANSWERED', params }, { code: code ?? `HTTP_${status}` });
};

/** A body that is longer than it may be. */
export class BodyTooLong extends Error {}

/** The whole body; BodyTooLong when it is longer than the limit. */
export const collect = async (response: Response, bytesMax: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new BodyTooLong(`more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The JSON of bytes in UTF-8; undefined for anything else, also where an object has a name twice (I-JSON, RFC 7493 section 2.3). */
export const parsed = (bytes: Buffer): unknown => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value = JSON.parse(text) as unknown;
    return repeatedName(text) === undefined ? value : undefined;
  } catch {
    return undefined;
  }
};

/** What a failed connection means. A failure that is one already stays. */
export const unavailable = (name: string, cause: unknown): PartnerFailure => {
  if (cause instanceof PartnerFailure) return cause;
  const code = cause instanceof Error && cause.name === 'TimeoutError' ? 'PARTNER_TIMED_OUT' : 'PARTNER_UNREACHABLE';
  return new PartnerFailure('unavailable', { code, params: { partner: name } }, { cause });
};
