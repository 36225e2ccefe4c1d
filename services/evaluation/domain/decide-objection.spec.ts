// Clauses of answers to objections: values are corrected, points stand in only where no rule has computed any.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { Result } from '#kernel/values/result.ts';
import type { Rule } from '#kernel/values/scheme/rules/rule.ts';
import { type Cycle, openedCycle } from './cycle.ts';
import { type AnswerFacts, decideObjection, type ObjectionAnswer } from './decide-objection.ts';
import type { Objection } from './objection.ts';
import type { ObservationsByPeriod } from './scoring/observation.ts';
import type { ItemStatus, ScoreItem, ScoreSheet } from './scoring/score-sheet.ts';

const d = decimal;
const cycle: Cycle = { ...openedCycle, state: 'notified', finalRunId: 'run-1' };
// A table that gives 8, 6.4 or 4 of 8 points.
const steps: Rule = {
  type: 'step-table',
  steps: [
    { threshold: d('90'), share: d('1') },
    { threshold: d('80'), share: d('0.8') },
  ],
  otherwise: d('0.5'),
};
const rules: Readonly<Record<string, Rule>> = {
  steps,
  completion: { type: 'target-completion', cap: d('1.2'), floor: d('0.25') },
  events: { type: 'per-event-deduction', perEvent: d('3'), floor: d('-2') },
  rank: { type: 'rank-linear', among: 'all', best: d('1'), worst: d('0.6'), ties: 'better-rank', unitsMin: 5 },
};
const system = {
  total: d('100'),
  precision: 2,
  indicators: Object.entries(rules).map(([code, rule]) => ({ code, direction: 'higher', rule }) as const),
};
const itemOf = (code: string, status: ItemStatus, points: string): ScoreItem => ({
  indicatorCode: code,
  dimensionCode: 'X',
  elementCode: 'E',
  weight: d('8'),
  base: d('8'),
  status,
  points: d(points),
  trace: {
    rule: rules[code]?.type ?? 'step-table',
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
/** A sheet whose item was scored, or is missing and has so many points by its policy; the other items have nothing yet. */
const sheetOf = (code: string, status: ItemStatus, points: string): ScoreSheet => ({
  unitId: 'u1',
  classCode: 'c',
  groupCode: 'g',
  items: [
    itemOf(code, status, points),
    ...Object.keys(rules)
      .filter((other) => other !== code)
      .map((other) => itemOf(other, 'zero', '0')),
  ],
  dimensions: [],
  adjustments: [],
  total: d(points),
  rank: 3,
  rankedUnits: 9,
  tied: false,
});
const months = ['2025-01', '2025-02', '2025-03'].map(period);
const observed: ObservationsByPeriod = new Map([
  [
    period('2025-01'),
    { observationId: 'o', unitId: 'u1', elementCode: 'E', period: period('2025-01'), revision: 2, value: d('70') },
  ],
]);
const factsOf = (sheet: ScoreSheet, over: Partial<AnswerFacts> = {}): AnswerFacts => ({
  cycle,
  sheet,
  system,
  adjustmentId: 'adj-1',
  on: isoDate('2026-02-26'),
  expected: months,
  observed,
  ...over,
});
const objectionTo = (indicatorCode: string, over: Partial<Objection> = {}): Objection => ({
  objectionId: 'o-1',
  unitId: 'u1',
  indicatorCode,
  state: 'raised',
  raisedOn: isoDate('2026-02-05'),
  dueOn: isoDate('2026-02-26'),
  ...over,
});
const by = { documentId: 'doc', reason: '经核实' };
const points = (text: string): ObjectionAnswer => ({ outcome: 'accepted', points: d(text), ...by });
const values = (...pairs: readonly (readonly [string, string])[]): ObjectionAnswer => ({
  outcome: 'accepted',
  correctedValues: pairs.map(([of, value]) => ({ period: period(of), value: d(value) })),
  ...by,
});
const refusal: ObjectionAnswer = { outcome: 'refused', ...by };
const told = (result: Result<unknown>): unknown =>
  result.ok ? 'accepted' : [result.refusal.code, result.refusal.path, result.refusal.params.reason];
const scored = sheetOf('steps', 'scored', '6.4');

describe('an accepted objection that claims a wrong value', () => {
  test('corrects it by its document, and adds no points', () => {
    const answer = values(['2025-01', '91'], ['2025-03', '88.5']);
    const correction = { objectionId: 'o-1', documentId: 'doc', unitId: 'u1', elementCode: 'E' };
    expect(decideObjection(objectionTo('steps'), answer, factsOf(scored))).toEqual({
      ok: true,
      value: {
        objection: objectionTo('steps', { state: 'accepted' }),
        late: false,
        adjustment: null,
        corrections: [
          { ...correction, period: '2025-01', value: '91' },
          { ...correction, period: '2025-03', value: '88.5' },
        ],
      },
    });
  });

  const bounds = { places: 1, minimum: d('0'), maximum: d('100') };
  const corrected: ObservationsByPeriod = new Map(
    [...observed].map(([of, one]) => [
      of,
      { ...one, correction: { objectionId: 'o-0', documentId: 'd-0', replaced: null } },
    ]),
  );
  test.each([
    ['that stands there already', values(['2025-01', '70']), {}, '/correctedValues/0/value', '2025-01 已是此数值'],
    [
      'of a month outside the cycle',
      values(['2025-01', '71'], ['2025-04', '1']),
      {},
      '/correctedValues/1/period',
      '2025-04 不是该指标的数据期',
    ],
    [
      'of a quarter, where the indicator takes months',
      values(['2025-Q1', '71']),
      {},
      '/correctedValues/0/period',
      '2025-Q1 不是该指标的数据期',
    ],
    ['twice', values(['2025-02', '1'], ['2025-02', '2']), {}, '/correctedValues/1/period', '2025-02 重复'],
    [
      'that another objection has corrected',
      values(['2025-01', '71']),
      { observed: corrected },
      '/correctedValues/0/period',
      '2025-01 已按另一异议更正',
    ],
    [
      'with more places than its element has',
      values(['2025-01', '71.55']),
      { bounds },
      '/correctedValues/0/value',
      '最多保留 1 位小数',
    ],
    [
      'beyond the bounds of its element',
      values(['2025-01', '100.1']),
      { bounds },
      '/correctedValues/0/value',
      '不在范围 0 至 100',
    ],
    [
      'and points beside it',
      { ...values(['2025-01', '71']), points: d('1') } as ObjectionAnswer,
      {},
      '/points',
      '更正数值时得分由规则计算',
    ],
    ['that it does not name', { outcome: 'accepted', ...by } as const, {}, '/correctedValues', '采纳异议须更正数值'],
  ] as const)('corrects none %s', (_, answer, over, path, reason) => {
    expect(told(decideObjection(objectionTo('steps'), answer, factsOf(scored, over)))).toEqual([
      'VALUE_INVALID',
      path,
      reason,
    ]);
  });
});

describe('points by a document', () => {
  test.each([
    ['steps', '区间打分', '8、6.4、4'],
    ['completion', '目标完成率', '2 至 9.6'],
    ['events', '计次扣分', '8、5、2、-1、-2'],
    ['rank', '名次线性', '4.8 至 8'],
  ] as const)(
    'are refused on an item that its rule has scored (%s), whether the rule can give them or not',
    (code, rule, possible) => {
      for (const text of ['1.8', '1.6', '-0.4'])
        expect(decideObjection(objectionTo(code), points(text), factsOf(sheetOf(code, 'scored', '6.4')))).toEqual({
          ok: false,
          refusal: { code: 'POINTS_BY_RULE', params: { indicatorCode: code, rule, possible }, path: '/points' },
        });
    },
  );

  test('are a line of the sheet where no value was scored', () => {
    const answer = decideObjection(
      objectionTo('steps'),
      points('2.4'),
      factsOf(sheetOf('steps', 'class-average', '4')),
    );
    expect(answer).toMatchObject({
      ok: true,
      value: {
        corrections: [],
        adjustment: {
          adjustmentId: 'adj-1',
          unitId: 'u1',
          indicatorCode: 'steps',
          kind: 'objection',
          points: '2.4',
          documentId: 'doc',
        },
      },
    });
  });

  test.each([
    ['steps', 'zero', '0', '6.4', 'accepted'],
    ['steps', 'zero', '0', '1.8', '调整后得分 1.8 不在可得范围 8、6.4、4'],
    ['steps', 'class-average', '5.2', '1.2', 'accepted'],
    ['steps', 'class-average', '5.2', '1.8', '调整后得分 7 不在可得范围 8、6.4、4'],
    ['events', 'zero', '0', '5', 'accepted'],
    ['events', 'zero', '0', '-2', 'accepted'],
    ['events', 'zero', '0', '4', '调整后得分 4 不在可得范围 8、5、2、-1、-2'],
    ['events', 'zero', '0', '-3', '调整后得分 -3 不在可得范围 8、5、2、-1、-2'],
    ['completion', 'zero', '0', '9.6', 'accepted'],
    ['completion', 'zero', '0', '9.61', '调整后得分 9.61 不在可得范围 2 至 9.6'],
    ['completion', 'zero', '0', '1.99', '调整后得分 1.99 不在可得范围 2 至 9.6'],
    ['completion', 'zero', '0', '0', '采纳异议须改变得分'],
    ['completion', 'zero', '0', '3.005', '最多保留 2 位小数'],
    ['rank', 'dropped', '6', '2', 'accepted'],
    ['rank', 'dropped', '6', '2.01', '调整后得分 8.01 不在可得范围 4.8 至 8'],
  ] as const)('bring an item of %s (%s, %s) by %s to what its rule can give', (code, status, before, text, want) => {
    const result = decideObjection(objectionTo(code), points(text), factsOf(sheetOf(code, status, before)));
    expect(told(result)).toEqual(want === 'accepted' ? want : ['VALUE_INVALID', '/points', want]);
  });

  test('count with the lines that the item has gained before', () => {
    const line = { adjustmentId: 'a', unitId: 'u1', documentId: 'd', reason: '容错', kind: 'tolerance' } as const;
    const answerOn = (indicatorCode: string) => {
      const sheet = sheetOf('steps', 'zero', '0');
      const adjustments = [{ ...line, indicatorCode, points: d('4') }];
      return told(decideObjection(objectionTo('steps'), points('4'), factsOf({ ...sheet, adjustments })));
    };
    expect(answerOn('steps')).toBe('accepted');
    expect(answerOn('events')).toBe('accepted');
    const sheet = {
      ...sheetOf('steps', 'zero', '0'),
      adjustments: [{ ...line, indicatorCode: 'steps', points: d('4') }],
    };
    expect(told(decideObjection(objectionTo('steps'), points('6.4'), factsOf(sheet)))).toEqual([
      'VALUE_INVALID',
      '/points',
      '调整后得分 10.4 不在可得范围 8、6.4、4',
    ]);
  });
});

describe('any answer', () => {
  test('that refuses changes nothing', () => {
    expect(decideObjection(objectionTo('steps'), refusal, factsOf(scored))).toMatchObject({
      ok: true,
      value: { objection: { state: 'refused' }, adjustment: null, corrections: [] },
    });
  });

  test.each([
    ['the day after its own due day', '2026-02-14', '2026-02-24', true],
    ['on its due day', '2026-02-24', '2026-02-24', false],
    ['after the due day of another', '2026-02-26', '2026-02-25', false],
  ])('%s counts, and says whether it is late', (_, dueOn, on, late) => {
    const objection = objectionTo('steps', { dueOn: isoDate(dueOn) });
    const facts = factsOf(scored, { on: isoDate(on) });
    expect(decideObjection(objection, values(['2025-01', '91']), facts)).toMatchObject({ ok: true, value: { late } });
  });

  test.each([
    ['to an objection that was accepted', objectionTo('steps', { state: 'accepted' }), cycle],
    ['to an objection that was refused', objectionTo('steps', { state: 'refused' }), cycle],
    ['after the approval', objectionTo('steps'), { ...cycle, state: 'approved' }],
  ] as const)('%s is a conflict of states', (_, objection, state) => {
    expect(decideObjection(objection, values(['2025-01', '91']), factsOf(scored, { cycle: state }))).toMatchObject({
      refusal: { code: 'STATE_CONFLICT' },
    });
  });
});
