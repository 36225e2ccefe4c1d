// A name becomes a part of a JSON Pointer (RFC 6901 section 3).
import { expect, test } from 'vitest';
import { pointerTo } from './pointer.ts';

test.each<[string, readonly (string | number)[], string]>([
  ['/body', ['weights', 'a/b'], '/body/weights/a~1b'],
  ['/body', ['a~b'], '/body/a~0b'],
  ['', ['~1', '/'], '/~01/~1'],
  ['/body', [''], '/body/'],
  ['/indicators/0', [3, 'code'], '/indicators/0/3/code'],
  ['/body', [], '/body'],
])('from %s by %j to %s', (base, steps, want) => {
  expect(pointerTo(base, ...steps)).toBe(want);
});
