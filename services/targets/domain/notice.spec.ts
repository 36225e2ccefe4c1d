// The supervision notice (告知单): its ground, its ten working days, its course.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import {
  acceptAnswer,
  answerNotice,
  closeNotice,
  issueNotice,
  markOverdue,
  type Notice,
  type NoticeGround,
  type NoticeState,
} from './notice.ts';

const ground: NoticeGround = {
  county: '330381',
  cycleId: 'cycle',
  unitId: 'unit',
  placeId: 'place',
  targetId: 'target',
  colour: 'yellow',
  colours: ['yellow', 'red'],
  answerLimit: { unit: 'working-days', days: 10 },
  waiting: false,
};
const issue = (change: Partial<NoticeGround>, on: string): ReturnType<typeof issueNotice> =>
  issueNotice({ ...ground, ...change }, { documentId: 'document', text: '请整改' }, stateCouncilCalendar, isoDate(on));
const issued = (on = '2026-02-05'): Notice => {
  const result = issue({}, on);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const inState = (state: NoticeState): Notice => ({
  ...issued(),
  state,
  answer: { text: '', documentId: null, on: isoDate('2026-02-20'), late: false },
});
const answer = { text: '已调整', documentId: null };

describe('a notice', () => {
  test.each([
    ['2026-02-05', '2026-02-26'],
    ['2025-01-10', '2025-01-24'],
    ['2025-01-20', '2025-02-08'],
    ['2025-09-25', '2025-10-15'],
  ])('issued on %s is to be answered within 10 working days, by %s', (on, due) => {
    expect(issued(on)).toMatchObject({ state: 'issued', version: 1, issuedOn: on, dueOn: due });
  });

  test('needs a year whose working days are known', () => {
    expect(() => issue({}, '2026-12-28')).toThrow('CALENDAR_YEAR_UNKNOWN');
  });

  test.each([
    ['a green light', { colour: 'green' }, 'NOTICE_UNFOUNDED'],
    ['a grey light, for a late department is no ground', { colour: 'grey' }, 'NOTICE_UNFOUNDED'],
    ['a yellow light where the rules call for red', { colours: ['red'] }, 'NOTICE_UNFOUNDED'],
    ['a target whose notice may still be answered in time', { waiting: true }, 'STATE_CONFLICT'],
  ] as const)('is not issued on %s', (_, change, code) => {
    expect(issue(change, '2026-02-05')).toMatchObject({ ok: false, refusal: { code } });
  });

  test.each([
    ['on the due day', '2026-02-26', false],
    ['the day after', '2026-02-27', true],
  ])('answered %s is late: %s %s', (_, on, late) => {
    expect(answerNotice(issued(), answer, isoDate(on))).toMatchObject({ ok: true, value: { answer: { late } } });
  });

  test('is overdue on the day after the due day, not before, and only while it is unanswered', () => {
    expect(markOverdue(issued(), isoDate('2026-02-26'))).toBeUndefined();
    expect(markOverdue(issued(), isoDate('2026-02-27'))).toMatchObject({ state: 'overdue', version: 2 });
    for (const state of ['overdue', 'answered', 'accepted', 'closed'] as const)
      expect(markOverdue(inState(state), isoDate('2026-03-30'))).toBeUndefined();
  });

  test('that is overdue is answered all the same, and marked as late', () => {
    expect(answerNotice({ ...issued(), state: 'overdue' }, answer, isoDate('2026-03-02'))).toMatchObject({
      ok: true,
      value: { state: 'answered', answer: { late: true } },
    });
  });

  const today = isoDate('2026-03-02');
  const acts = {
    answered: (notice: Notice) => answerNotice(notice, answer, today),
    accepted: (notice: Notice) => acceptAnswer(notice, '措施具体', today),
    closed: (notice: Notice) => closeNotice(notice, '已完成', today),
  };
  const allowed = { answered: ['issued', 'overdue'], accepted: ['answered'], closed: ['accepted'] };
  for (const to of ['answered', 'accepted', 'closed'] as const) {
    for (const from of ['issued', 'overdue', 'answered', 'accepted', 'closed'] as const) {
      const wanted = allowed[to].includes(from);
      test(`that is ${from} is ${wanted ? '' : 'not '}to be ${to}`, () => {
        const result = acts[to](inState(from));
        expect(result).toMatchObject(
          wanted ? { ok: true, value: { state: to, version: 2 } } : { ok: false, refusal: { code: 'STATE_CONFLICT' } },
        );
      });
    }
  }
});
