// Light rules that count working days in a year whose table is not there yet: nobody is late by an unknown calendar.
import { describe, expect, test } from 'vitest';
import { year2025 } from '#kernel/values/calendar/2025.ts';
import { addDays, isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import { stateCouncilCalendar, type WorkingCalendar, workingCalendar } from '#kernel/values/working-days.ts';
import scheme from '../../../rulesets/ruian-thread.json' with { type: 'json' };
import { periodsBetween } from './curve.ts';
import { type LightFacts, lightOf, reconsiderOn } from './light.ts';
import { readLightRules } from './light-rules.ts';

const rules = readLightRules(scheme.lightRules);
const months = periodsBetween(period('2025-01'), period('2025-12'), 'month');
const facts = (values: readonly (readonly [of: string, value: string])[]): LightFacts => ({
  value: decimal('1200'),
  curve: { kind: 'even' },
  accumulation: 'cumulative',
  direction: 'higher',
  periods: months,
  allowance: { method: 'latest', mayLack: 0 },
  actuals: new Map(
    values.map(([of, value]) => [
      period(of),
      { period: period(of), value: decimal(value), observationId: `o-${of}`, revision: 1 },
    ]),
  ),
});

describe('where the rules count working days in a year without a table', () => {
  // As the calendar is until the State Council has given its notice of 2026, and a release brought it.
  const until2025 = workingCalendar([year2025]);
  const byWorkingDays = { ...rules, dataDue: { unit: 'working-days', days: 10 } } as const;
  const given = facts([['2025-11', '1100']]);
  const on = (calendar: WorkingCalendar, today: string) => {
    const day = isoDate(today);
    return {
      light: lightOf(byWorkingDays, calendar, given, day),
      next: reconsiderOn(byWorkingDays, calendar, months, day),
    };
  };

  test.each(['2025-12-31', '2026-01-15', '2026-03-02'])(
    'no value of December is late on %s, and the next day looks again',
    (today) => {
      const { light, next } = on(until2025, today);
      expect(light).toMatchObject({ reason: 'on-course', period: '2025-11' });
      expect(next).toBe(addDays(isoDate(today), 1));
    },
  );

  test('the light is what the table makes of it as soon as it is there', () => {
    // 2026-01-01 to -03 are off and 2026-01-04 is worked: ten working days after the 31st end on the 15th.
    expect(on(stateCouncilCalendar, '2026-01-14').light).toMatchObject({ reason: 'on-course' });
    expect(on(stateCouncilCalendar, '2026-01-16')).toMatchObject({
      light: { reason: 'data-late', period: '2025-12' },
      next: null,
    });
  });

  test('a month whose time ends before that year is late as ever', () => {
    const empty = lightOf(byWorkingDays, until2025, facts([]), isoDate('2026-01-20'));
    expect(empty).toMatchObject({ reason: 'data-late', period: '2025-11' });
  });
});
