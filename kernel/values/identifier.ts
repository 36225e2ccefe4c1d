// Identities: of business things by their natural keys, of persons by a keyed digest, of events by time.
import { createHmac, hash } from 'node:crypto';
import { v7 } from 'uuid';
import { valueError } from './value-error.ts';

// The fixed namespace of all our business ids; changing it would change every id ever exported.
const namespace = Buffer.from('9d2c1b5e6a4f5c0d8e37b1a2c3d4e5f6', 'hex');

/** The shortest key for person ids, in bytes: A0000 can be enumerated, so a weak key would give the persons away. */
export const personKeyBytesMin = 32;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID of RFC 9562 in lower case. */
export const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value);

// The nibbles of the version and of the variant (RFC 9562 section 4).
const version = '5';
const variants = ['8', '9', 'a', 'b'];

// JSON escapes the other control characters, so a JSON text of ASCII is printable.
const ascii = /^[ -~]*$/;

/** UUIDv5 (RFC 9562 section 5.5) of a name under our namespace. */
const uuidV5 = (name: string): string => {
  // One call in place of a hash object: bulk intake makes a million ids in a batch.
  const hex = hash('sha1', Buffer.concat([namespace, Buffer.from(name, 'utf8')]), 'hex');
  const variant = variants[Number.parseInt(hex.charAt(16), 16) & 0x3] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * The id of a business thing: UUIDv5 of its kind and natural key, the same on every run and machine (E21).
 * Parts are joined as a JSON array, so that ('a', 'b-c') and ('a-b', 'c') differ. IDENTIFIER_INVALID when a part is empty.
 */
export const businessId = (kind: string, ...parts: readonly [string, ...string[]]): string => {
  const names = [kind, ...parts];
  if (names.includes('')) throw valueError('IDENTIFIER_INVALID', { value: JSON.stringify(names) });
  const text = JSON.stringify(names);
  // Quotes and commas compose with nothing, so the whole text is in NFC when its parts are; ASCII always is.
  return uuidV5(ascii.test(text) ? text : text.normalize('NFC'));
};

/** The id of a person: UUIDv5 of HMAC-SHA-256(key, A0000), so that nobody without the key can compute it from a roster. */
export const personId = (key: Uint8Array, a0000: string): string => {
  if (key.length < personKeyBytesMin)
    throw new Error(`the key of person ids must have at least ${personKeyBytesMin} bytes`);
  if (a0000 === '') throw valueError('IDENTIFIER_INVALID', { value: a0000 });
  return businessId('person', createHmac('sha256', key).update(a0000, 'utf8').digest('hex'));
};

/**
 * The id of an event: UUIDv7 (RFC 9562 section 5.7), rising within a process.
 * `source` fixes time and random bytes where a test needs it.
 */
export const eventId = (source?: { readonly atMs: number; readonly random: Uint8Array }): string =>
  source === undefined ? v7() : v7({ msecs: source.atMs, random: source.random });
