// The light of a target whose indicator sums its observations: what was summed, and when a gap makes it grey.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import scheme from '../../../rulesets/ruian-thread.json' with { type: 'json' };
import { periodsBetween } from './curve.ts';
import { type Light, type LightFacts, lightOf } from './light.ts';
import { readLightRules } from './light-rules.ts';
import type { Actual } from './reached.ts';

const rules = readLightRules(scheme.lightRules);
const months = periodsBetween(period('2025-01'), period('2025-12'), 'month');
const actual = (of: string, value: string, revision = 1): Actual => ({
  period: period(of),
  value: decimal(value),
  observationId: `o-${of}`,
  revision,
});
/** The values of January, February, …: `10 - 8` has none of February. */
const monthly = (values: string): readonly Actual[] =>
  values.split(' ').flatMap((value, month) => (value === '-' ? [] : [actual(months[month] ?? '', value)]));
/** 120 are to be reached in the year, 10 a month. */
const facts = (actuals: readonly Actual[], given: Partial<LightFacts> = {}): LightFacts => ({
  value: decimal('120'),
  curve: { kind: 'even' },
  accumulation: 'summed',
  direction: 'higher',
  periods: months,
  allowance: { method: 'sum', mayLack: 0 },
  actuals: new Map(actuals.map((one) => [one.period, one])),
  ...given,
});
const lightOn = (given: LightFacts, today: string): Light =>
  lightOf(rules, stateCouncilCalendar, given, isoDate(today));

describe('the light of a sum', () => {
  test('compares what the months so far came to with the curve, and names each', () => {
    const actuals = [actual('2025-01', '4'), actual('2025-02', '17.5', 3), actual('2025-03', '8')];
    expect(lightOn(facts(actuals), '2025-04-10')).toEqual({
      colour: 'green',
      reason: 'on-course',
      period: '2025-03',
      actual: '29.5',
      expected: '30',
      observationId: null,
      revision: null,
      observations: actuals,
      ruleVersion: 'ruian-thread-1',
    });
  });

  test.each([
    ['far behind, although the newest month alone was full', '2 10', '2025-03-10', 'red', 'far-behind', '2025-02'],
    ['behind by a hair', '9 9.99', '2025-03-10', 'yellow', 'behind', '2025-02'],
    ['before any month has ended', '2', '2025-01-30', 'grey', 'not-due', null],
    ['when the first month is late, although later ones came', '- 20 10', '2025-04-10', 'grey', 'data-late', '2025-01'],
    ['when a month between is late', '10 - 0', '2025-04-10', 'grey', 'data-late', '2025-02'],
    ['by the months before one that is not owed yet', '10 9.5', '2025-04-10', 'green', 'on-course', '2025-02'],
    ['by the months before one that has not ended', '8 12', '2025-02-27', 'red', 'far-behind', '2025-01'],
  ])('%s: %s on %s is %s', (_, values, today, colour, reason, of) => {
    expect(lightOn(facts(monthly(values)), today)).toMatchObject({ colour, reason, period: of });
  });

  test.each([
    ['passes over a month that may lack', '11 - 20', '2025-04-10', 'green', 'on-course', '2025-03'],
    ['is late all the same where the sum without it is behind', '10 - 0', '2025-04-10', 'grey', 'data-late', '2025-02'],
    ['is behind by what came before it', '8 -', '2025-03-20', 'red', 'far-behind', '2025-01'],
    ['is late by more months than may lack', '- 40 -', '2025-04-20', 'grey', 'data-late', '2025-03'],
  ])('where one month may lack %s: %s on %s is %s', (_, values, today, colour, reason, of) => {
    const allowance = { method: 'sum', mayLack: 1 } as const;
    expect(lightOn(facts(monthly(values), { allowance }), today)).toMatchObject({ colour, reason, period: of });
  });

  test('leaves the values of the year before out', () => {
    const light = lightOn(facts([actual('2024-12', '9'), actual('2025-01', '9.4')]), '2025-02-10');
    expect(light).toMatchObject({ colour: 'yellow', actual: '9.4' });
  });

  test('of what should not happen is red once there were more than the curve allows', () => {
    const accidents = { value: decimal('12'), direction: 'lower' as const };
    expect(lightOn(facts(monthly('0 2'), accidents), '2025-03-10')).toMatchObject({ colour: 'green' });
    expect(lightOn(facts(monthly('1 2'), accidents), '2025-03-10')).toMatchObject({ colour: 'red', actual: '3' });
  });

  test('says what it came to before its curve expects anything', () => {
    const curve = { kind: 'points' as const, points: [{ period: period('2025-06'), value: decimal('40') }] };
    expect(lightOn(facts(monthly('1 2'), { curve }), '2025-03-10')).toMatchObject({
      reason: 'not-due',
      actual: '3',
      expected: null,
    });
  });
});
