// The light of a target: what is expected when, what is late, which colour a completion has.
import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, isoDate } from '#kernel/values/date.ts';
import { compare, decimal, decimalOf, divide, hundred } from '#kernel/values/decimal.ts';
import { type Period, period } from '#kernel/values/period.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import scheme from '../../../rulesets/ruian-thread.json' with { type: 'json' };
import { type Curve, expectedAt, periodsBetween } from './curve.ts';
import { type Direction, type Light, type LightFacts, lightOf, reaches, reconsiderOn } from './light.ts';
import { readLightRules } from './light-rules.ts';
import type { Actual } from './reached.ts';

const rules = readLightRules(scheme.lightRules);
const months = periodsBetween(period('2025-01'), period('2025-12'), 'month');
const actualOf = (of: string, value: string, revision = 1): [Period, Actual] => [
  period(of),
  { period: period(of), value: decimal(value), observationId: `o-${of}`, revision },
];
const facts = (given: Partial<LightFacts>, values: readonly (readonly [string, string])[] = []): LightFacts => ({
  value: decimal('1200'),
  curve: { kind: 'even' },
  accumulation: 'cumulative',
  direction: 'higher',
  periods: months,
  allowance: { method: 'latest', mayLack: 0 },
  actuals: new Map(values.map(([of, value]) => actualOf(of, value))),
  ...given,
});
const lightOn = (given: LightFacts, today: string): Light =>
  lightOf(rules, stateCouncilCalendar, given, isoDate(today));
const points = (...given: readonly [string, string][]): Curve => ({
  kind: 'points',
  points: given.map(([of, value]) => ({ period: period(of), value: decimal(value) })),
});

describe('what is expected at the end of a period', () => {
  test.each([
    ['an even cumulative target by the months passed', facts({}), '2025-03', '300'],
    ['an even cumulative target in full at the end', facts({}), '2025-12', '1200'],
    ['a third, half-up to six places', facts({ value: decimal('100') }), '2025-01', '8.333333'],
    ['an even target of a sum by the months passed', facts({ accumulation: 'summed' }), '2025-03', '300'],
    ['an even current target in each period', facts({ accumulation: 'current' }), '2025-02', '1200'],
    ['nothing before the first point', facts({ curve: points(['2025-06', '400']) }), '2025-05', undefined],
    [
      'the last point between points',
      facts({ curve: points(['2025-03', '100'], ['2025-06', '400']) }),
      '2025-05',
      '100',
    ],
    ['a point that names a quarter at its end', facts({ curve: points(['2025-Q2', '400']) }), '2025-06', '400'],
  ] as const)('is %s', (_, given, at, wanted) => {
    expect(expectedAt(given, period(at))).toBe(wanted);
  });

  test('counts quarters for an element that is observed by quarters', () => {
    const quarters = periodsBetween(period('2025-01'), period('2025-12'), 'quarter');
    expect(quarters).toEqual(['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4']);
    expect(expectedAt(facts({ periods: quarters }), period('2025-Q3'))).toBe('900');
  });

  test('leaves out periods that the cycle cuts', () => {
    expect(periodsBetween(period('2025-02'), period('2025-11'), 'quarter')).toEqual(['2025-Q2', '2025-Q3']);
  });
});

describe('a light', () => {
  test.each([
    ['before any period has ended', [], '2025-01-30', 'grey', 'not-due', null],
    ['when a period has ended and its value is not owed yet', [], '2025-02-15', 'grey', 'not-due', null],
    ['on the day after the value was due', [], '2025-02-16', 'grey', 'data-late', '2025-01'],
    ['at 95 % of what is expected', [['2025-01', '95']], '2025-02-10', 'green', 'on-course', '2025-01'],
    ['just below 95 %', [['2025-01', '94.99']], '2025-02-10', 'yellow', 'behind', '2025-01'],
    ['at 85 %', [['2025-01', '85']], '2025-02-10', 'yellow', 'behind', '2025-01'],
    ['below 85 %', [['2025-01', '84.99']], '2025-02-10', 'red', 'far-behind', '2025-01'],
    [
      'by the newest value',
      [
        ['2025-01', '100'],
        ['2025-02', '100'],
      ],
      '2025-03-05',
      'red',
      'far-behind',
      '2025-02',
    ],
    [
      'by the last value while the next is not owed',
      [['2025-01', '100']],
      '2025-03-15',
      'green',
      'on-course',
      '2025-01',
    ],
    [
      'when the next value is late, although the last was behind',
      [['2025-01', '90']],
      '2025-03-16',
      'grey',
      'data-late',
      '2025-02',
    ],
    [
      'when a later value came although an earlier is missing',
      [['2025-02', '200']],
      '2025-03-20',
      'green',
      'on-course',
      '2025-02',
    ],
    [
      'not by a value of a month that has not ended',
      [
        ['2025-01', '90'],
        ['2025-02', '900'],
      ],
      '2025-02-27',
      'yellow',
      'behind',
      '2025-01',
    ],
    [
      'by the value of a month on its last day',
      [
        ['2025-01', '90'],
        ['2025-02', '900'],
      ],
      '2025-02-28',
      'green',
      'on-course',
      '2025-02',
    ],
    ['not by a value of another year', [['2024-12', '0']], '2025-01-31', 'grey', 'not-due', null],
  ] as const)('%s: %s on %s is %s', (_, values, today, colour, reason, of) => {
    const light = lightOn(facts({}, values), today);
    expect(light).toMatchObject({ colour, reason, period: of, ruleVersion: 'ruian-thread-1' });
  });

  const january = ['2025-01', '1200'] as const;
  test.each([
    ['speaks of the newest value while no more months lack', 'latest', [january], '2025-03-20', 'on-course', '2025-01'],
    ['is late by one month more', 'latest', [january], '2025-04-20', 'data-late', '2025-03'],
    [
      'counts those after the newest value alone',
      'latest',
      [['2025-03', '1200']],
      '2025-05-20',
      'on-course',
      '2025-03',
    ],
    ['counts all where they are averaged', 'mean', [['2025-03', '1200']], '2025-05-20', 'data-late', '2025-04'],
    ['says nothing before the first value', 'mean', [], '2025-02-20', 'not-due', null],
  ] as const)('where months may lack %s: %s, %j on %s is %s', (_, method, values, today, reason, of) => {
    const allowance = { method, mayLack: method === 'mean' ? 2 : 1 };
    expect(lightOn(facts({ accumulation: 'current', allowance }, values), today)).toMatchObject({ reason, period: of });
  });

  test('carries the value, its observation and revision, and what was expected', () => {
    const given = facts({ actuals: new Map([actualOf('2025-03', '270', 2)]) });
    expect(lightOn(given, '2025-04-10')).toEqual({
      colour: 'yellow',
      reason: 'behind',
      period: '2025-03',
      actual: '270',
      expected: '300',
      observationId: 'o-2025-03',
      revision: 2,
      observations: null,
      ruleVersion: 'ruian-thread-1',
    });
  });

  test('is grey as long as its curve expects nothing, be values there or late', () => {
    const curve = points(['2025-06', '400'], ['2025-12', '1200']);
    expect(lightOn(facts({ curve }, [['2025-03', '0']]), '2025-04-10')).toMatchObject({
      reason: 'not-due',
      actual: '0',
      expected: null,
    });
    expect(lightOn(facts({ curve }), '2025-05-30')).toMatchObject({ reason: 'not-due', period: null });
    expect(lightOn(facts({ curve }), '2025-07-16')).toMatchObject({ reason: 'data-late', period: '2025-06' });
  });

  test('of a sum is late by a month that lies before the first point, once the curve expects anything', () => {
    const curve = points(['2025-06', '400'], ['2025-12', '1200']);
    const withoutJanuary = ['02', '03', '04', '05', '06'].map((month) => [`2025-${month}`, '80'] as const);
    const allowance = { method: 'sum', mayLack: 0 } as const;
    const given = facts({ curve, accumulation: 'summed', allowance }, withoutJanuary);
    expect(lightOn(given, '2025-06-29')).toMatchObject({ reason: 'not-due', period: null });
    expect(lightOn(given, '2025-06-30')).toMatchObject({ reason: 'data-late', period: '2025-01', expected: null });
  });

  test('stays grey, never yellow, however long a department is late', () => {
    for (const today of ['2025-02-16', '2025-06-30', '2025-12-31', '2026-06-30'])
      expect(lightOn(facts({}), today)).toMatchObject({ colour: 'grey', reason: 'data-late' });
  });
});

describe('a completion', () => {
  test.each([
    ['higher', '95', '100', '0.95', true],
    ['higher', '94.999999', '100', '0.95', false],
    ['higher', '0', '0', '0.95', true],
    ['higher', '-1', '0', '0.85', false],
    ['higher', '-2', '-2', '0.95', true],
    ['higher', '-2.2', '-2', '0.95', false],
    ['lower', '100', '95', '0.95', true],
    ['lower', '100.01', '95', '0.95', false],
    ['lower', '0', '0', '0.95', true],
    ['lower', '0.01', '0', '0.85', false],
    ['lower', '-4', '-4', '0.95', true],
    ['lower', '-3', '-4', '0.95', false],
  ] as const)('with %s better: %s against %s reaches %s: %s', (direction, actual, expected, completion, wanted) => {
    expect(reaches(direction, decimal(actual), decimal(expected), decimal(completion))).toBe(wanted);
  });
});

describe('the next day on which a light may move by itself', () => {
  test.each([
    ['2025-01-10', '2025-01-31'],
    ['2025-01-31', '2025-02-16'],
    ['2025-02-16', '2025-02-28'],
    ['2025-12-31', '2026-01-16'],
    ['2026-01-16', null],
  ])('after %s is %s', (today, wanted) => {
    expect(reconsiderOn(rules, stateCouncilCalendar, months, isoDate(today))).toBe(wanted);
  });

  test('is early enough: between two such days no light changes', () => {
    const given = facts({}, [
      ['2025-01', '90'],
      ['2025-03', '300'],
      ['2025-08', '700'],
    ]);
    let next: string | null = '2025-01-01';
    let light = lightOn(given, '2025-01-01');
    for (let day = isoDate('2025-01-01'); day < '2026-03-01'; day = addDays(day, 1)) {
      if (next !== null && day >= next) {
        light = lightOn(given, day);
        next = reconsiderOn(rules, stateCouncilCalendar, months, day);
      }
      expect(lightOn(given, day)).toEqual(light);
    }
  });
});

describe('more of what is better', () => {
  const rank = { green: 2, yellow: 1, red: 0, grey: -1 } as const;
  const value = integer({ min: -10_000_000, max: 10_000_000 }).map((whole) => divide(decimalOf(whole), hundred, 2));

  test.each(['higher', 'lower'] as const)('never worsens a light where %s is better', (direction: Direction) => {
    assert(
      property(value, value, value, (target, one, other) => {
        const [less, more] = compare(one, other) <= 0 ? [one, other] : [other, one];
        const rankOf = (actual: typeof one): number =>
          rank[
            lightOn(facts({ value: target, direction, accumulation: 'current' }, [['2025-01', actual]]), '2025-02-10')
              .colour
          ];
        const [worse, better] = direction === 'higher' ? [less, more] : [more, less];
        expect(rankOf(better)).toBeGreaterThanOrEqual(rankOf(worse));
        expect(rankOf(target)).toBe(rank.green);
      }),
      { seed: 20251123, numRuns: 500 },
    );
  });
});

describe('light rules', () => {
  test.each([
    ['without a version', { version: undefined }],
    ['with a completion that is no number', { green: { completion: '95 %' } }],
    ['with a limit of another unit', { dataDue: { unit: 'hours', days: 3 } }],
    ['with another colour', { notices: { colours: ['blue'] } }],
    ['without colours', { notices: {} }],
  ])('%s are not read', (_, change) => {
    expect(() => readLightRules({ ...scheme.lightRules, ...change })).toThrow('light rules');
  });

  test('that are nothing are not read', () => {
    for (const nothing of [undefined, null, 'green', []]) expect(() => readLightRules(nothing)).toThrow('light rules');
  });
});
