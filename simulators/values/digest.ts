// Digests with which two systems compare their data: SHA-256 over canonical JSON (RFC 8785).
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

/** A delivery of a feed, as it enters the digest of a range. */
export type Delivered = {
  readonly deliveryNumber: string;
  readonly recordKey: string;
  readonly version: number;
  /** The digest of the record, or the word `withdrawn`. */
  readonly digest: string;
};

/** The digest of a range of a feed: SHA-256 over a line for each delivery (RangeDigest in the contract of integration). */
export const rangeDigest = (deliveries: Iterable<Delivered>): string => {
  const hash = createHash('sha256');
  for (const { deliveryNumber, recordKey, version, digest } of deliveries)
    hash.update(`${deliveryNumber} ${recordKey} ${version} ${digest}\n`);
  return hash.digest('hex');
};
