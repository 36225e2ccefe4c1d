// Clauses of objections: who may object, how long, and what an answer changes.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import type { Result } from '#kernel/values/result.ts';
import { stateCouncilCalendar as calendar } from '#kernel/values/working-days.ts';
import { type Cycle, openedCycle } from './cycle.ts';
import { decideObjection, type Objection, type ObjectionAnswer, raiseObjection } from './objection.ts';
import type { ItemStatus, ScoreItem, ScoreSheet } from './scoring/score-sheet.ts';

const cycle: Cycle = {
  ...openedCycle,
  state: 'notified',
  finalRunId: 'run-1',
  notifiedOn: isoDate('2026-02-02'),
  objectionsDueOn: isoDate('2026-02-05'),
  decisionsDueOn: isoDate('2026-02-26'),
};
// An item of 8 points of which 5 were earned, by a table that gives the whole base at most.
const rule = {
  type: 'step-table',
  steps: [{ threshold: decimal('90'), share: decimal('1') }],
  otherwise: decimal('0.5'),
} as const;
const system = {
  total: decimal('100'),
  precision: 2,
  indicators: ['EN-01', 'EC-02', 'SA-02'].map((code) => ({ code, direction: 'higher', rule }) as const),
};
const item = (indicatorCode: string, status: ItemStatus = 'scored'): ScoreItem => ({
  indicatorCode,
  dimensionCode: 'X',
  elementCode: 'E',
  weight: decimal('8'),
  base: decimal('8'),
  status,
  points: decimal('5'),
  trace: {
    rule: 'step-table',
    value: null,
    observations: [],
    lacking: [],
    target: null,
    peers: null,
    share: null,
    added: null,
    limited: null,
  },
});
const sheet: ScoreSheet = {
  unitId: 'u1',
  classCode: 'c',
  groupCode: 'g',
  items: [item('EN-01'), item('EC-02', 'not-assessed'), { ...item('SA-02', 'dropped'), weight: decimal('0') }],
  dimensions: [],
  adjustments: [],
  total: decimal('5'),
  rank: 3,
  rankedUnits: 9,
  tied: false,
};
const claim = { objectionId: 'o-1', indicatorCode: 'EN-01', on: isoDate('2026-02-05') };
const objection: Objection = {
  objectionId: 'o-1',
  unitId: 'u1',
  indicatorCode: 'EN-01',
  state: 'raised',
  raisedOn: isoDate('2026-02-05'),
  dueOn: isoDate('2026-02-26'),
};
const clock = { decisionLimit: { unit: 'working-days', days: 10, from: 'receipt' }, calendar } as const;
const answer = (points: string): ObjectionAnswer => ({
  outcome: 'accepted',
  points: decimal(points),
  documentId: 'doc',
  reason: '上游责任',
});
const facts = { cycle, sheet, system, adjustmentId: 'adj-1', on: isoDate('2026-02-26') };
const codeOf = (result: Result<unknown>): string => (result.ok ? 'accepted' : result.refusal.code);

describe('a unit objects to an item of its sheet while the time runs', () => {
  test('on the due day it is in time', () => {
    expect(raiseObjection(cycle, claim, { sheet, openIndicators: [], ...clock })).toEqual({
      ok: true,
      value: objection,
    });
  });

  test.each([
    ['the day after the due day', cycle, { ...claim, on: isoDate('2026-02-06') }, [], 'DEADLINE_PASSED'],
    ['before the scores are notified', { ...cycle, state: 'scored' }, claim, [], 'STATE_CONFLICT'],
    ['after the objections are closed', { ...cycle, state: 'objections-decided' }, claim, [], 'STATE_CONFLICT'],
    ['after the approval', { ...cycle, state: 'approved' }, claim, [], 'STATE_CONFLICT'],
    ['to an item that is not on the sheet', cycle, { ...claim, indicatorCode: 'ZZ-01' }, [], 'VALUE_INVALID'],
    ['to an item that its class is not assessed by', cycle, { ...claim, indicatorCode: 'EC-02' }, [], 'VALUE_INVALID'],
    ['to the same item twice', cycle, claim, ['EN-01'], 'ALREADY_EXISTS'],
    ['to another item beside it', cycle, claim, ['SA-02'], 'accepted'],
    ['to an item that was dropped', cycle, { ...claim, indicatorCode: 'SA-02' }, [], 'accepted'],
  ] as const)('%s', (_, state, what, openIndicators, want) => {
    expect(codeOf(raiseObjection(state, what, { sheet, openIndicators, ...clock }))).toBe(want);
  });

  test('the clock of its decision starts on that day', () => {
    const early = { ...claim, on: isoDate('2026-02-02') };
    expect(raiseObjection(cycle, early, { sheet, openIndicators: [], ...clock })).toMatchObject({
      value: { raisedOn: '2026-02-02', dueOn: '2026-02-14' },
    });
  });
});

describe('an answer accepts with a line, or refuses with reasons', () => {
  test('accepting adds a line with its document', () => {
    expect(decideObjection(objection, answer('1.8'), facts)).toEqual({
      ok: true,
      value: {
        objection: { ...objection, state: 'accepted' },
        late: false,
        adjustment: {
          adjustmentId: 'adj-1',
          unitId: 'u1',
          indicatorCode: 'EN-01',
          kind: 'objection',
          points: '1.8',
          documentId: 'doc',
          reason: '上游责任',
        },
      },
    });
  });

  test('refusing adds none', () => {
    const refusal: ObjectionAnswer = { outcome: 'refused', documentId: 'doc', reason: '数据无误' };
    expect(decideObjection(objection, refusal, facts)).toMatchObject({
      ok: true,
      value: { objection: { state: 'refused' }, adjustment: null },
    });
  });

  test.each([
    ['the day after its own due day', '2026-02-14', '2026-02-24', true],
    ['on its due day', '2026-02-24', '2026-02-24', false],
    ['after the due day of another', '2026-02-26', '2026-02-25', false],
  ])('an answer %s counts, and says whether it is late', (_, dueOn, on, late) => {
    const own = { ...objection, dueOn: isoDate(dueOn) };
    expect(decideObjection(own, answer('1.8'), { ...facts, on: isoDate(on) })).toMatchObject({
      ok: true,
      value: { late },
    });
  });

  test.each([
    ['no points at all', objection, answer('0'), cycle, 'VALUE_INVALID'],
    ['more places than points have', objection, answer('1.805'), cycle, 'VALUE_INVALID'],
    ['more than the item can earn', objection, answer('3.01'), cycle, 'VALUE_INVALID'],
    ['more away than the item has', objection, answer('-5.01'), cycle, 'VALUE_INVALID'],
    ['the rest of the item', objection, answer('3'), cycle, 'accepted'],
    ['all points taken away', objection, answer('-5'), cycle, 'accepted'],
    ['an objection that was accepted', { ...objection, state: 'accepted' }, answer('1'), cycle, 'STATE_CONFLICT'],
    ['an objection that was refused', { ...objection, state: 'refused' }, answer('1'), cycle, 'STATE_CONFLICT'],
    ['after the approval', objection, answer('1'), { ...cycle, state: 'approved' }, 'STATE_CONFLICT'],
  ] as const)('%s', (_, what, how, state, want) => {
    expect(codeOf(decideObjection(what, how, { ...facts, cycle: state }))).toBe(want);
  });

  test('lines that the item has gained before count with the new one', () => {
    const line = { adjustmentId: 'a', unitId: 'u1', documentId: 'd', reason: '容错' };
    const tolerance = { ...line, indicatorCode: 'EN-01', kind: 'tolerance', points: decimal('2') } as const;
    const other = { ...tolerance, indicatorCode: 'SA-02' };
    const answerOn = (adjustments: ScoreSheet['adjustments']) =>
      decideObjection(objection, answer('1.5'), { ...facts, sheet: { ...sheet, adjustments } });
    expect(answerOn([tolerance])).toMatchObject({
      refusal: { params: { reason: '调整后得分 8.5 不在可得范围 0 至 8' }, path: '/points' },
    });
    expect(answerOn([other]).ok).toBe(true);
  });
});
