// Clauses of objections: who may object, to what, and how long.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import type { Result } from '#kernel/values/result.ts';
import { stateCouncilCalendar as calendar } from '#kernel/values/working-days.ts';
import { type Cycle, openedCycle } from './cycle.ts';
import { type Objection, raiseObjection } from './objection.ts';
import type { ItemStatus, ScoreItem, ScoreSheet } from './scoring/score-sheet.ts';

const cycle: Cycle = {
  ...openedCycle,
  state: 'notified',
  finalRunId: 'run-1',
  notifiedOn: isoDate('2026-02-02'),
  objectionsDueOn: isoDate('2026-02-05'),
  decisionsDueOn: isoDate('2026-02-26'),
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
