// Encrypting one field of personal data: AES-256-GCM (NIST SP 800-38D), the key's id in the ciphertext.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { problem } from '#kernel/problem/problem.ts';
import type { FieldKeys } from './keys.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Where a field stands. It is authenticated with the ciphertext, so that one can't be moved to another row or column. */
export interface FieldPlace {
  readonly county: string;
  readonly id: string;
  readonly field: 'name' | 'idNumber';
}

const placeBytes = ({ county, id, field }: FieldPlace): Buffer =>
  Buffer.from(JSON.stringify([county, id, field]), 'utf8');

/** The ciphertext of a field: `<key id>.<nonce, ciphertext and tag in base64url>`. */
export const encryptField = ({ current, keys }: FieldKeys, place: FieldPlace, text: string): string => {
  const key = keys.get(current);
  if (key === undefined) throw new Error(`There is no key ${current} to encrypt personal data with.`);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(placeBytes(place));
  const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${current}.${bytes.toString('base64url')}`;
};

/** The text of a ciphertext. PERSON_KEY_UNKNOWN where its key is not configured; a plain Error where it was tampered with. */
export const decryptField = ({ keys }: FieldKeys, place: FieldPlace, ciphertext: string): string => {
  const dot = ciphertext.lastIndexOf('.');
  const keyId = ciphertext.slice(0, Math.max(0, dot));
  const key = keys.get(keyId);
  if (key === undefined) throw problem('PERSON_KEY_UNKNOWN', { keyId });
  const bytes = Buffer.from(ciphertext.slice(dot + 1), 'base64url');
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(placeBytes(place))
    .setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8');
};
