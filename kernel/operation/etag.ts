// Versions of records as ETags (RFC 9110 section 8.8.3).
import { problem } from '#kernel/problem/problem.ts';

/** The strong ETag of a version. */
export const etagOf = (version: number): string => `"v${version}"`;

/** Throws ETAG_STALE where the header names another version than the record has. */
export const requireVersion = (ifMatch: string | undefined, version: number): void => {
  if (ifMatch === undefined) throw problem('PRECONDITION_MISSING');
  if (ifMatch !== etagOf(version)) throw problem('ETAG_STALE', { given: ifMatch });
};
