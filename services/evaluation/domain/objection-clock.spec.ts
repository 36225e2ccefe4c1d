// Clauses of the clocks of objections (杭州市绩效管理条例 art 25, 济南市绩效管理条例 art 26): when they start, and to which day they run.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import type { Result } from '#kernel/values/result.ts';
import { stateCouncilCalendar as calendar } from '#kernel/values/working-days.ts';
import { type Cycle, openedCycle } from './cycle.ts';
import { closeObjections, type DecisionLimit, decisionDueOn, notifyScores } from './objection-clock.ts';

const decision: DecisionLimit = { unit: 'working-days', days: 10 };
const limits = { objection: { unit: 'working-days', days: 3 }, objectionDecision: decision } as const;
const monday = isoDate('2026-02-02');
const scored: Cycle = { ...openedCycle, state: 'scored', finalRunId: 'run-1' };
const notified: Cycle = { ...scored, state: 'notified', objectionsDueOn: isoDate('2026-02-05') };
const codeOf = (result: Result<unknown>): string => (result.ok ? 'accepted' : result.refusal.code);

describe('the time for objections', () => {
  test.each([
    ['3 working days (杭州市绩效管理条例 art 25)', 3, '2026-02-05', '2026-02-26'],
    ['15 working days (济南市绩效管理条例 art 26)', 15, '2026-02-28', '2026-03-13'],
  ] as const)('is %s as the rule data say, and the last decision is due after it', (_, days, objections, decisions) => {
    const rules = { ...limits, objection: { unit: 'working-days', days } } as const;
    expect(notifyScores(scored, monday, rules, calendar)).toMatchObject({
      value: { objectionsDueOn: objections, decisionsDueOn: decisions },
    });
  });

  test('that would run into a year without a calendar is refused with the notification', () => {
    expect(() => notifyScores(scored, isoDate('2026-12-25'), limits, calendar)).toThrow('CALENDAR_YEAR_UNKNOWN');
  });

  test.each([
    ['on the due day the time still runs (E22)', '2026-02-05', 0, 'OBJECTION_TIME_RUNNING'],
    ['the day after, with one open', '2026-02-06', 1, 'OBJECTIONS_OPEN'],
    ['the day after, with none', '2026-02-06', 0, 'accepted'],
    ['on the due day, with one open', '2026-02-05', 1, 'OBJECTION_TIME_RUNNING'],
  ] as const)('%s', (_, today, open, want) => {
    expect(codeOf(closeObjections(notified, isoDate(today), open))).toBe(want);
  });
});

describe('the decision of an objection is due', () => {
  // The Spring Festival of 2026 is off from 15 to 23 February, and Saturday the 14th is worked.
  test.each([
    ['10 working days after its receipt', 'receipt', '2026-02-02', '2026-02-14'],
    ['later where it was received later', 'receipt', '2026-02-03', '2026-02-24'],
    ['with that of the whole time where it was received on its last day', 'receipt', '2026-02-05', '2026-02-26'],
    [
      '10 working days after the end of that time, whenever it was received',
      'end-of-objections',
      '2026-02-02',
      '2026-02-26',
    ],
    ['the same where the rules name no start, as in release 0.1', undefined, '2026-02-02', '2026-02-26'],
  ] as const)('%s', (_, from, raisedOn, want) => {
    const limit = from === undefined ? decision : { ...decision, from };
    const facts = { raisedOn: isoDate(raisedOn), decisionsDueOn: isoDate('2026-02-26') };
    expect(decisionDueOn(limit, facts, calendar)).toBe(want);
  });
});
