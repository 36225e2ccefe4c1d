// A hand-over set: its name, its digest and its pages (exchange rule E14).
import { createHash } from 'node:crypto';

/** What announces a set: carried by an event of the owner. */
export interface Announcement {
  readonly id: string;
  /** What the rows are, such as `place-replica` or `observations`. */
  readonly kind: string;
  /** Counts the sets of a kind and county from 1. */
  readonly number: number;
  readonly county: string | null;
  readonly count: number;
  readonly digest: string;
}

/** One row as it is published: keys are unique in a set and order it in byte order. */
export interface SetRow {
  readonly key: string;
  readonly row: unknown;
}

/** One page of a set. */
export interface SetPage {
  readonly items: readonly SetRow[];
  /** The key to ask behind for the next page; null on the last page. */
  readonly next: string | null;
}

/** Rows that a page holds at most. */
export const pageRowsMax = 1_000;

/** Digests the rows of a set in key order, one line each: the key as JSON, then the canonical row. */
export const setDigest = (): { add(key: string, body: string): void; digest(): string } => {
  const hash = createHash('sha256');
  return {
    add: (key, body) => void hash.update(`${JSON.stringify(key)}${body}\n`),
    digest: () => hash.digest('hex'),
  };
};
