// If-Match compares strongly, takes lists and `*` (RFC 9110 section 13.1.1).
import { describe, expect, test } from 'vitest';
import { ifMatchFaults, namesVersion, requireVersion } from './etag.ts';

describe('If-Match names version 3', () => {
  test.each(['"v3"', ' "v3" ', '"v2", "v3"', '"v3","v4"', 'W/"v3", "v3"', '*', ' * '])('by %s', (header) => {
    expect(ifMatchFaults(header)).toEqual([]);
    expect(namesVersion(header, 3)).toBe(true);
  });
});

describe('If-Match names another version', () => {
  test.each([
    ['a weak tag', 'W/"v3"'],
    ['another tag', '"v2"'],
    ['a list without its tag', '"v1", "v2", W/"v3"'],
    ['a tag that begins alike', '"v30"'],
    ['an empty tag', '""'],
  ])('by %s', (_case, header) => {
    expect(ifMatchFaults(header)).toEqual([]);
    expect(() => requireVersion(header, 3)).toThrow('ETAG_STALE');
  });
});

describe('If-Match is refused by its form', () => {
  test.each(['v3', '"v3', 'w/"v3"', '"v3" "v4"', '"v3",', '*, "v3"', '""v3""', '"v\u00e9"', ''])('«%s»', (header) => {
    expect(ifMatchFaults(header)).toMatchObject([{ pointer: '/header/If-Match', code: 'etags' }]);
  });
});

test('without the header a change is not made', () => {
  expect(() => requireVersion(undefined, 3)).toThrow('PRECONDITION_MISSING');
});
