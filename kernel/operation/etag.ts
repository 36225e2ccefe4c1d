// Versions of records as ETags (RFC 9110 section 8.8.3), and the header If-Match.
import { problem } from '#kernel/problem/problem.ts';

/** The strong ETag of a version. */
export const etagOf = (version: number): string => `"v${version}"`;

const tag = /(?:W\/)?"[!#-~]*"/g;

/**
 * Whether the header If-Match names a version (RFC 9110 section 13.1.1): by its tag, by a list that has its tag, or by `*`, which any
 * version of an existing record fulfils. A weak tag names none, since If-Match compares strongly.
 */
export const namesVersion = (ifMatch: string, version: number): boolean =>
  ifMatch.trim() === '*' || (ifMatch.match(tag) ?? []).includes(etagOf(version));

/** Throws ETAG_STALE where the header does not name the version that the record has, PRECONDITION_MISSING without the header. */
export const requireVersion = (ifMatch: string | undefined, version: number): void => {
  if (ifMatch === undefined) throw problem('PRECONDITION_MISSING');
  if (!namesVersion(ifMatch, version)) throw problem('ETAG_STALE', { given: ifMatch });
};
