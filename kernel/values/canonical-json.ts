// The one form of bytes in which records are digested, compared and exported (RFC 8785, exchange rules E18 and E21).
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { valueError } from './value-error.ts';

/** How deep a record may be nested. */
export const canonicalDepthMax = 64;

const normaliseObject = (value: object, depth: number): Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw valueError('NOT_CANONICAL', { reason: 'object-with-class' });
  const out: [string, unknown][] = [];
  const seen = new Set<string>();
  for (const [name, field] of Object.entries(value)) {
    const key = name.normalize('NFC');
    if (seen.has(key)) throw valueError('NOT_CANONICAL', { reason: 'duplicate-name', value: key });
    seen.add(key);
    // An absent field and an undefined one are the same record, as they are in JSON.
    if (field !== undefined) out.push([key, normalise(field, depth + 1)]);
  }
  return Object.fromEntries(out);
};

const normalise = (value: unknown, depth: number): unknown => {
  if (depth > canonicalDepthMax) throw valueError('NOT_CANONICAL', { reason: 'too-deep', limit: canonicalDepthMax });
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw valueError('NOT_CANONICAL', { reason: 'lone-surrogate' });
    return value.normalize('NFC');
  }
  if (typeof value === 'number') {
    // Measured numbers are decimals as text; only counts and versions may be JSON numbers.
    if (!Number.isSafeInteger(value)) throw valueError('NOT_CANONICAL', { reason: 'not-an-integer', value });
    return value;
  }
  if (typeof value !== 'object') throw valueError('NOT_CANONICAL', { reason: `a-${typeof value}` });
  return Array.isArray(value)
    ? value.map((item: unknown) => normalise(item, depth + 1))
    : normaliseObject(value, depth);
};

/**
 * The canonical JSON text of a record: RFC 8785 order and escapes, texts and names in NFC, undefined fields left out.
 * Decimals must already be normalised texts. NOT_CANONICAL for fractions, big integers, dates and other objects with a class.
 */
export const canonicalJson = (record: unknown): string => {
  const text = canonicalize(normalise(record, 0));
  if (text === undefined) throw valueError('NOT_CANONICAL', { reason: 'nothing' });
  return text;
};

/** SHA-256 of bytes or of a text in UTF-8, in lower-case hexadecimal. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The digest of a record: SHA-256 of its canonical JSON, in lower-case hexadecimal. */
export const digestOf = (record: unknown): string => sha256(canonicalJson(record));
