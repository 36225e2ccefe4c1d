// Waits by key: how they grow, and that they are each key's own.
import * as fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { type Retries, retries } from './retries.ts';

let clock = 0;
let waits: Retries;
beforeEach(() => {
  clock = 1_000;
  waits = retries(
    100,
    800,
    () => clock,
    () => 0,
  );
});

/** How long a key is not due from now on. */
const waitOf = (key: string): number => {
  const from = clock;
  while (!waits.due(key)) clock += 1;
  return clock - from;
};

it('a key waits twice as long after each failure, up to the most', () => {
  const tries = [1, 2, 3, 4, 5].map(() => [waits.failed('a'), waitOf('a')]);
  expect(tries).toEqual([
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 800],
    [5, 800],
  ]);
});

it('a key that succeeds begins anew', () => {
  waits.failed('a');
  waits.failed('a');
  waits.succeeded('a');
  expect(waits.due('a')).toBe(true);
  expect([waits.failed('a'), waitOf('a')]).toEqual([1, 100]);
});

it('a key that is not kept is forgotten, one that is kept goes on waiting', () => {
  waits.failed('a');
  waits.failed('b');
  waits.keep(['b']);
  expect([waits.due('a'), waits.due('b')]).toEqual([true, false]);
});

it('the failures of a key hold up no other', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), fc.string({ maxLength: 3 }), (failing, other) => {
      const mixed = retries(100, 800, () => 0);
      for (const key of failing) mixed.failed(key);
      expect(mixed.due(other)).toBe(!failing.includes(other));
    }),
  );
});
