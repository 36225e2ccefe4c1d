// The periods that a cycle freezes lie wholly within its days.
import { describe, expect, it } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { allPeriodsWithin } from './periods-within.ts';

const within = (from: string, to: string): readonly string[] => allPeriodsWithin(isoDate(from), isoDate(to));

describe('the periods within some days', () => {
  it('of a year are its months, its quarters and itself', () => {
    const periods = within('2025-01-01', '2025-12-31');
    expect(periods).toHaveLength(17);
    expect(periods).toEqual(periods.toSorted());
  });

  it('of a quarter are its three months and itself', () => {
    expect(within('2025-01-01', '2025-03-31')).toEqual(['2025-01', '2025-02', '2025-03', '2025-Q1']);
  });

  it('leave out what is cut at either end', () => {
    expect(within('2025-01-02', '2025-03-30')).toEqual(['2025-02']);
  });

  it('go over the end of a year', () => {
    expect(within('2025-12-01', '2026-01-31')).toEqual(['2025-12', '2026-01']);
  });

  it('are none where the days end before they begin', () => {
    expect(within('2025-03-31', '2025-01-01')).toEqual([]);
  });
});
