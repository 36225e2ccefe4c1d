// Digests by which two sides compare what they hold: SHA-256 over canonical JSON (RFC 8785).
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The digest of one record. */
export const recordDigest = (record: unknown): string =>
  createHash('sha256')
    .update(canonicalize(record) ?? '')
    .digest('hex');

/** Count and digest of a list, each record ended by a line feed; the list may be of any length. */
export const listDigest = (records: Iterable<unknown>): { readonly records: number; readonly digest: string } => {
  const hash = createHash('sha256');
  let count = 0;
  for (const record of records) {
    hash.update(`${canonicalize(record) ?? ''}\n`);
    count += 1;
  }
  return { records: count, digest: hash.digest('hex') };
};
