// Clauses of RFC 9110 section 13.1.1: which If-Match holds for a version, which does not, and which is none.
import { describe, expect, test } from 'vitest';
import { etagOf, ifMatchFaults, requireVersion } from './etag.ts';

describe('for version 3 holds', () => {
  test.each([
    ['its ETag as an answer gave it', etagOf(3)],
    ['any version', '*'],
    ['any version between blanks', ' *\t'],
    ['a list that ends with it', '"v1", "v2","v3"'],
    ['a list that begins with it', '"v3" ,"v9"'],
    ['a list with it among weak ones', 'W/"v3", "v3"'],
    ['a list with empty members', ', ,"v3",,'],
    ['a list of tags that hold commas', '"a,b", "v3"'],
  ])('%s', (_what, header) => {
    expect(ifMatchFaults(header)).toEqual([]);
    expect(() => requireVersion(header, 3)).not.toThrow();
  });
});

describe('for version 3 is stale', () => {
  test.each([
    ['the version before', '"v2"'],
    ['a version that begins alike', '"v33"'],
    ['its weak ETag, as a proxy makes it', 'W/"v3"'],
    ['a list of weak ones', 'W/"v3", W/"v2"'],
    ['a list without it', '"v1", "v2", "v4"'],
    ['it within another tag', '"a,v3"'],
    ['an empty tag', '""'],
    ['the tag of another server', '"é!#~"'],
    ['a tag of an asterisk', '"*"'],
    ['another case', '"V3"'],
  ])('%s', (_what, header) => {
    expect(ifMatchFaults(header)).toEqual([]);
    expect(() => requireVersion(header, 3)).toThrow('ETAG_STALE');
  });
});

describe('no If-Match is', () => {
  test.each([
    ['a tag without quotes', 'v3'],
    ['a number', '3'],
    ['nothing', ''],
    ['commas alone', ', ,'],
    ['a tag with one quote', '"v3'],
    ['a tag with a blank', '"v 3"'],
    ['weakness in lower case', 'w/"v3"'],
    ['a list without commas', '"v3" "v4"'],
    ['any version in a list', '*, "v3"'],
    ['any version twice', '*, *'],
  ])('%s, and the refusal says what is one', (_what, header) => {
    expect(ifMatchFaults(header)).toMatchObject([
      { pointer: '/header/If-Match', expected: expect.stringContaining('"v1", a list of them, or *') },
    ]);
  });
});

test('a change without the header is refused as such', () => {
  expect(ifMatchFaults(undefined)).toEqual([]);
  expect(() => requireVersion(undefined, 3)).toThrow('PRECONDITION_MISSING');
});

test('a long header is read once', () => {
  const long = [' ', ',', '"', '""', 'W/', '"v1",', ' ,'].map((part) => `${part.repeat(8_000)}x`);
  const before = performance.now();
  for (const header of long) ifMatchFaults(header);
  expect(performance.now() - before).toBeLessThan(1_000);
});
