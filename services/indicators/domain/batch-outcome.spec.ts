// What becomes of a batch by its counts and by what its sender chose.
import { describe, expect, it } from 'vitest';
import { type BatchMode, type BatchState, decideBatch } from './batch-outcome.ts';

const cases: readonly [BatchMode, number, number, BatchState, boolean][] = [
  //               rows bad
  ['keep-good', 10, 0, 'accepted', true],
  ['keep-good', 10, 1, 'partly-accepted', true],
  ['keep-good', 10, 10, 'refused', false],
  ['all-or-nothing', 10, 0, 'accepted', true],
  ['all-or-nothing', 10, 1, 'refused', false],
  ['all-or-nothing', 10, 10, 'refused', false],
];

describe('a batch', () => {
  it.each(cases)('%s of %i rows, %i of them bad, is %s', (mode, rows, rejected, state, keeps) => {
    expect(decideBatch(mode, { rows, rejected })).toEqual({ state, keeps });
  });
});
