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
  ruleVersion: 'r-1',
});
const since = (on: string, of: Light): LightSince => ({ ...of, since: isoDate(on) });
const before = since('2025-02-10', light('yellow'));

describe('a light computed for a day', () => {
  test.each([
    [
      'is the first of its target, which counts as grey before',
      undefined,
      undefined,
      light('yellow'),
      'store',
      { from: 'grey', to: 'yellow' },
    ],
    ['says what the last one says', before, undefined, light('yellow'), 'nothing', undefined],
    ['has another value of the same colour', before, undefined, light('yellow', '91'), 'store', undefined],
    ['has another colour', before, undefined, light('green', '99'), 'store', { from: 'yellow', to: 'green' }],
    [
      'says what this day has said already',
      before,
      since('2025-03-10', light('green', '99')),
      light('green', '99'),
      'nothing',
      undefined,
    ],
    [
      'replaces what this day said before',
      before,
      since('2025-03-10', light('green', '99')),
      light('red', '1'),
      'store',
      { from: 'green', to: 'red' },
    ],
    [
      'ends the day as it began',
      before,
      since('2025-03-10', light('green', '99')),
      light('yellow'),
      'withdraw',
      { from: 'green', to: 'yellow' },
    ],
  ] as const)('that %s', (_, last, today, computed, write, turned) => {
    expect(changeHistory(last, today, computed)).toEqual({ write, turned });
  });

  test('in a newer revision of the observation is another light', () => {
    expect(changeHistory(before, undefined, { ...light('yellow'), revision: 2 })).toMatchObject({ write: 'store' });
  });
});
