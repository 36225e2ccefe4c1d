// Versions of records as ETags (RFC 9110 section 8.8.3), and the header If-Match.
import type { FieldFault } from '#kernel/problem/problem.ts';
import { problem } from '#kernel/problem/problem.ts';

/** The strong ETag of a version. */
export const etagOf = (version: number): string => `"v${version}"`;

const tag = '(?:W/)?"[!#-~\\u0080-\\u00ff]*"';
const tags = new RegExp(tag, 'g');
// A list may have empty members (RFC 9110 section 5.6.1).
const header = new RegExp(`^[ \\t]*(?:\\*|(?:,[ \\t]*)*${tag}[ \\t]*(?:,[ \\t]*(?:${tag}[ \\t]*)?)*)[ \\t]*$`);
const shownMax = 100;

/**
 * What is wrong with a header If-Match, or nothing. The contract has no pattern for it: one tells nobody that an ETag stands in quotes.
 */
export const ifMatchFaults = (ifMatch: string | undefined): readonly FieldFault[] =>
  ifMatch === undefined || header.test(ifMatch)
    ? []
    : [
        {
          pointer: '/header/If-Match',
          code: 'pattern',
          expected: 'an ETag as an answer gave it, such as "v1", a list of them, or *',
        },
      ];

/** The tags of a header If-Match or If-None-Match as they stand there, a weak one with its `W/`. */
export const tagsIn = (text: string): readonly string[] => Array.from(text.matchAll(tags), ([one]) => one);

/**
 * Whether the header If-Match names a version (RFC 9110 section 13.1.1): by its tag, by a list that has its tag, or by `*`, which any
 * version of an existing record fulfils. A weak tag names none, since If-Match compares strongly.
 */
export const namesVersion = (ifMatch: string, version: number): boolean =>
  ifMatch.trim() === '*' || tagsIn(ifMatch).includes(etagOf(version));

/** Throws ETAG_STALE where the header does not name the version that the record has, PRECONDITION_MISSING without the header. */
export const requireVersion = (ifMatch: string | undefined, version: number): void => {
  if (ifMatch === undefined) throw problem('PRECONDITION_MISSING');
  if (!namesVersion(ifMatch, version)) throw problem('ETAG_STALE', { given: ifMatch.slice(0, shownMax) });
};
