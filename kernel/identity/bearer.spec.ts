// The forms of an Authorization header.
import { expect, test } from 'vitest';
import { bearerOf } from './bearer.ts';

test.each([
  ['Bearer abc.def-_~+/g=', 'abc.def-_~+/g='],
  ['bearer   abc', 'abc'],
])('the token of %j', (header, want) => {
  expect(bearerOf(header)).toBe(want);
});

test.each([
  [undefined, 'TOKEN_MISSING'],
  ['', 'TOKEN_MISSING'],
  ['Bearer', 'TOKEN_INVALID'],
  ['Bearer ', 'TOKEN_INVALID'],
  ['Basic YTpi', 'TOKEN_INVALID'],
  ['Bearer a b', 'TOKEN_INVALID'],
  ['Bearer a\r\nX-Other: b', 'TOKEN_INVALID'],
  ['Bearer 令牌', 'TOKEN_INVALID'],
])('no token in %j: %s', (header, want) => {
  expect(() => bearerOf(header)).toThrow(want);
});
