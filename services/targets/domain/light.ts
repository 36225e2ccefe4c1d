// The light of a target (亮灯): a pure function of curve, actual values, day and rules. Nobody sets it.
import type { IsoDate } from '#kernel/values/date.ts';
import { addDays } from '#kernel/values/date.ts';
import { hasPassed, knownDeadlineOf } from '#kernel/values/deadline.ts';
import { absolute, compare, type Decimal, multiply, one, subtract } from '#kernel/values/decimal.ts';
import type { Period } from '#kernel/values/period.ts';
import type { WorkingCalendar } from '#kernel/values/working-days.ts';
import { type CurveFacts, endOfPeriod, expectedAt } from './curve.ts';
import { type Allowance, lateOf } from './lacking.ts';
import type { LightRules } from './light-rules.ts';
import { type Actual, isSameSum, reachedOf } from './reached.ts';

export type Colour = 'green' | 'yellow' | 'red' | 'grey';
export type LightReason = 'on-course' | 'behind' | 'far-behind' | 'not-due' | 'data-late';

/** Which value is the better one. */
export type Direction = 'higher' | 'lower';

/** What a light is computed from beside rules and day. */
export type LightFacts = CurveFacts & {
  readonly direction: Direction;
  readonly actuals: ReadonlyMap<Period, Actual>;
  /** What the scheme lets the indicator do without. */
  readonly allowance: Allowance;
};

/** A light with all that it was computed from. */
export type Light = {
  readonly colour: Colour;
  readonly reason: LightReason;
  readonly period: Period | null;
  readonly actual: Decimal | null;
  readonly expected: Decimal | null;
  readonly observationId: string | null;
  readonly revision: number | null;
  /** What the actual value is the sum of; null where it stands in one observation. */
  readonly observations: readonly Actual[] | null;
  readonly ruleVersion: string;
};

const colours = {
  'on-course': 'green',
  behind: 'yellow',
  'far-behind': 'red',
  'not-due': 'grey',
  'data-late': 'grey',
} as const;

/** `value` less the share of its size that `completion` leaves out: for positive values `completion × value`, and never above it. */
const allowing = (value: Decimal, completion: Decimal): Decimal =>
  subtract(value, multiply(subtract(one, completion), absolute(value)));

/**
 * Whether the actual value reaches a completion of what is expected: actual ÷ expected, or expected ÷ actual where lower is
 * better. It is compared without dividing, so that zero and negative values (a growth that may shrink) are told apart rightly.
 */
export const reaches = (direction: Direction, actual: Decimal, expected: Decimal, completion: Decimal): boolean =>
  direction === 'higher'
    ? compare(actual, allowing(expected, completion)) >= 0
    : compare(allowing(actual, completion), expected) <= 0;

const reasonOf = (rules: LightRules, direction: Direction, actual: Decimal, expected: Decimal): LightReason => {
  if (reaches(direction, actual, expected, rules.green)) return 'on-course';
  return reaches(direction, actual, expected, rules.yellow) ? 'behind' : 'far-behind';
};

/** Nobody is late by a year whose working days are not known: its value is owed once they are. */
const isOwed = (rules: LightRules, calendar: WorkingCalendar, period: Period, today: IsoDate): boolean => {
  const deadline = knownDeadlineOf(calendar, rules.dataDue, endOfPeriod(period));
  return deadline !== undefined && hasPassed(deadline, today);
};

/**
 * The light of a target on a day. It speaks of the newest period that has ended and has a value, or up to which there is one for
 * each where the values are summed. While nothing is expected yet it is grey (未到期); when a value is owed whose time has passed
 * it is grey too (数据迟报), unless the scheme lets the indicator do without it: a department's lateness never turns a township
 * yellow, nor does a sum over a month that may lack. Where the rules count working days in a year without a table, no value is owed
 * yet.
 */
export const lightOf = (rules: LightRules, calendar: WorkingCalendar, facts: LightFacts, today: IsoDate): Light => {
  const nothing = {
    period: null,
    actual: null,
    expected: null,
    observationId: null,
    revision: null,
    observations: null,
  };
  const light = (reason: LightReason, trace: Partial<Light>): Light => ({
    ...nothing,
    ...trace,
    colour: colours[reason],
    reason,
    ruleVersion: rules.version,
  });
  const ended = facts.periods.filter((period) => endOfPeriod(period) <= today);
  const lacking = ended.filter((period) => !facts.actuals.has(period) && isOwed(rules, calendar, period, today));
  const newest = ended.findLast((period) => facts.actuals.has(period));
  const owed = lateOf(facts.allowance, lacking, newest);
  const spared = owed.length === 0 ? new Set(lacking) : new Set<Period>();
  const reached = reachedOf(
    facts.accumulation,
    ended.filter((period) => !spared.has(period)),
    facts.actuals,
  );
  const isBefore = (period: Period) => reached !== undefined && endOfPeriod(period) < endOfPeriod(reached.period);
  const late = owed.findLast((period) => !isBefore(period));
  if (late !== undefined) {
    // What is late may lie before the first point of the curve: a sum that is expected by now lacks it all the same.
    const due = ended.findLast((period) => facts.actuals.has(period) || isOwed(rules, calendar, period, today));
    return due === undefined || expectedAt(facts, due) === undefined
      ? light('not-due', {})
      : light('data-late', { period: late, expected: expectedAt(facts, late) ?? null });
  }
  if (reached === undefined) return light('not-due', {});
  const expected = expectedAt(facts, reached.period);
  if (expected === undefined) return light('not-due', reached);
  const reason = reasonOf(rules, facts.direction, reached.actual, expected);
  const gap = facts.accumulation === 'summed' ? lacking.findLast(isBefore) : undefined;
  return gap === undefined || reason === 'on-course'
    ? light(reason, { ...reached, expected })
    : light('data-late', { period: gap, expected: expectedAt(facts, gap) ?? null });
};

/**
 * The next day after `today` on which the light may change although no value comes: a period ends, or the time for its value
 * has passed; every day while that time needs a year whose working days are not known. Null when the cycle has no such day left.
 */
export const reconsiderOn = (
  rules: LightRules,
  calendar: WorkingCalendar,
  periods: readonly Period[],
  today: IsoDate,
): IsoDate | null => {
  let next: IsoDate | null = null;
  for (const period of periods) {
    const end = endOfPeriod(period);
    const moves = end > today ? end : addDays(knownDeadlineOf(calendar, rules.dataDue, end)?.due ?? today, 1);
    if (moves > today && (next === null || moves < next)) next = moves;
  }
  return next;
};

/** Whether two lights say the same by the same inputs. */
export const isSameLight = (a: Light, b: Light): boolean =>
  a.colour === b.colour &&
  a.reason === b.reason &&
  a.period === b.period &&
  a.actual === b.actual &&
  a.expected === b.expected &&
  a.revision === b.revision &&
  isSameSum(a.observations, b.observations) &&
  a.ruleVersion === b.ruleVersion;
