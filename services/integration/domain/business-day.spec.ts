// The next day of a county lies ahead, and within reach.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { decideDay } from './business-day.ts';

const years = [2024, 2025, 2026];
const decide = (date: string, previous?: string) =>
  decideDay(isoDate(date), previous === undefined ? undefined : isoDate(previous), years);

describe('a day is refused', () => {
  test.each([
    ['that is the current one', '2025-03-01', '2025-03-01', 'DAY_NOT_AHEAD'],
    ['before the current one', '2025-02-28', '2025-03-01', 'DAY_NOT_AHEAD'],
    ['before the current one by a century', '1925-03-02', '2025-03-01', 'DAY_NOT_AHEAD'],
    ['367 days ahead', '2026-03-03', '2025-03-01', 'DAY_OUT_OF_REACH'],
    ['in a mistyped year', '2052-03-02', '2025-03-01', 'DAY_OUT_OF_REACH'],
    ['as the first in the year 2000', '2000-01-01', undefined, 'DAY_OUT_OF_REACH'],
    ['as the first on the day before the first known year', '2023-12-31', undefined, 'DAY_OUT_OF_REACH'],
    ['as the first two years after the last known year', '2028-01-01', undefined, 'DAY_OUT_OF_REACH'],
    ['as the first on the last day of all', '2199-12-31', undefined, 'DAY_OUT_OF_REACH'],
  ])('%s', (_case, date, previous, code) => {
    expect(decide(date, previous)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('a day begins', () => {
  test.each([
    ['after the current one', '2025-03-02', '2025-03-01'],
    ['366 days ahead', '2026-03-02', '2025-03-01'],
    ['in a year whose working days are not known yet', '2028-01-02', '2027-12-31'],
    ['as the first of the first known year', '2024-01-01', undefined],
    ['as the last of the year after the last known one', '2027-12-31', undefined],
  ])('%s', (_case, date, previous) => {
    expect(decide(date, previous)).toEqual({ ok: true, value: date });
  });
});
