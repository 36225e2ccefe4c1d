// The history of lights does not hang on the order of a day's events.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { Light } from './light.ts';
import { changeHistory, type LightSince } from './light-history.ts';

const light = (colour: Light['colour'], value = '90'): Light => ({
  colour,
  reason: colour === 'green' ? 'on-course' : 'behind',
  period: period('2025-01'),
  actual: decimal(value),
  expected: decimal('100'),
  observationId: 'o-1',
  revision: 1,
  observations: null,
  ruleVersion: 'r-1',
});
const summedOf = (revision: number): Light => ({
  ...light('yellow'),
  observationId: null,
  revision: null,
  observations: [{ period: period('2025-01'), value: decimal('90'), observationId: 'o-1', revision }],
});
const newest: LightSince = { ...light('yellow'), since: isoDate('2025-02-10') };
const newestSum: LightSince = { ...summedOf(1), since: isoDate('2025-02-10') };

describe('a computed light', () => {
  test.each([
    [
      'is the first of its target, which counts as grey before',
      undefined,
      light('yellow'),
      true,
      { from: 'grey', to: 'yellow' },
    ],
    ['says what the newest one says', newest, light('yellow'), false, undefined],
    ['has another value of the same colour', newest, light('yellow', '91'), true, undefined],
    ['has another colour', newest, light('green', '99'), true, { from: 'yellow', to: 'green' }],
    ['follows a newer revision of the same value', newest, { ...light('yellow'), revision: 2 }, true, undefined],
    ['says the same sum of the same observations', newestSum, summedOf(1), false, undefined],
    ['sums a newer revision of the same value', newestSum, summedOf(2), true, undefined],
    ['follows other rules to the same colour', newest, { ...light('yellow'), ruleVersion: 'r-2' }, true, undefined],
  ] as const)('that %s', (_, before, computed, stored, turned) => {
    expect(changeHistory(before, computed)).toEqual({ stored, turned });
  });
});
