// Blind indexes: keyed digests by which a person is found without the database knowing name or ID number.
import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 over what is looked for. The field is part of it, so that equal texts of two fields do not look alike. */
const blindIndex = (key: Uint8Array, field: string, text: string): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([field, text.normalize('NFC')]), 'utf8')
    .digest();

/** The index of a name; spaces around it do not count. */
export const nameIndex = (key: Uint8Array, name: string): Buffer => blindIndex(key, 'name', name.trim());

/** The index of an ID number; a small x is a large one. */
export const idNumberIndex = (key: Uint8Array, idNumber: string): Buffer =>
  blindIndex(key, 'idNumber', idNumber.trim().toUpperCase());
