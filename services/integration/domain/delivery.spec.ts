// The numbers of a record's next version, here and at its partner.
import { describe, expect, test } from 'vitest';
import { type EarlierVersion, nextNumbers, type Partner } from './delivery.ts';

const at = (version: number, state: EarlierVersion['state'], placed = version): EarlierVersion => ({
  version,
  placed,
  state,
});

describe('the next version of a record', () => {
  const cases: readonly [string, Partner, EarlierVersion[], [number, number, number | null]][] = [
    ['is the first where there is none', 'hr', [], [1, 1, null]],
    ['replaces the one that was taken', 'hr', [at(1, 'accepted')], [2, 2, 1]],
    ['replaces the one that is still to be taken', 'hr', [at(1, 'due')], [2, 2, 1]],
    ['replaces nothing where the one before was rejected', 'hr', [at(1, 'rejected')], [2, 2, null]],
    ['replaces the last taken one past a rejected one', 'hr', [at(1, 'accepted'), at(2, 'rejected')], [3, 3, 1]],
    ['replaces an executed one', 'hr', [at(1, 'superseded'), at(2, 'executed')], [3, 3, 2]],
    ['takes the number at the province that a rejected one left free', 'province', [at(1, 'rejected')], [2, 1, null]],
    [
      'follows at the province what was taken there',
      'province',
      [at(1, 'superseded'), at(2, 'accepted', 1)],
      [3, 2, 1],
    ],
  ];
  test.each(cases)('%s', (_name, partner, earlier, [version, placed, supersedes]) => {
    expect(nextNumbers(partner, earlier)).toEqual({ version, placed, supersedes });
  });
});
