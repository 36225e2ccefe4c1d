// A name that a caller chose finds what was given under it, and nothing that every object has.
import { expect, test } from 'vitest';
import { ownValue } from './own.ts';

test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'isPrototypeOf'])(
  '%s finds nothing where nobody gave it',
  (name) => {
    expect(ownValue<unknown>({ a: 1 }, name)).toBeUndefined();
  },
);

test('such a name finds what was given under it', () => {
  expect(
    ownValue<unknown>(JSON.parse('{"constructor":1,"__proto__":2}') as Record<string, unknown>, 'constructor'),
  ).toBe(1);
});
