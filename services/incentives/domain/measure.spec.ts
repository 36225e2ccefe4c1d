// The course of a measure: proposed, confirmed or dropped, decided, delivered, executed, and no other way.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import {
  confirmMeasure,
  decideMeasure,
  deliverMeasure,
  dropMeasure,
  executeMeasure,
  lastDayOfEffect,
  type Measure,
  type MeasureState,
} from './measure.ts';
import { proposeMeasures } from './propose-measures.ts';
import { registerRuleSet } from './rule-set.ts';
import { county, cycleId, measureRules, organisationOf, teamOf, townPlace } from './rules.fixture.ts';

const day = isoDate('2026-04-10');
const set = registerRuleSet(
  { county, code: 'rules', version: 1, name: '规则', source: 'assumed', measureRules },
  isoDate('2026-03-01'),
);
const gradeOf = (
  name: string,
  decidedGrade: 'excellent' | 'good' | 'fair' | 'poor',
): Parameters<typeof proposeMeasures>[0]['grades'][number] => ({
  teamGradeId: teamOf(`${name}等次`),
  teamId: teamOf(name),
  organisationId: organisationOf(name),
  placeId: townPlace(name),
  version: 1,
  decidedGrade,
});
const propose = (
  grades: readonly ReturnType<typeof gradeOf>[],
  members: ReadonlyMap<string, number> = new Map([[teamOf('安阳街道'), 9]]),
): readonly Measure[] =>
  proposeMeasures(
    { county, cycleId, year: 2025, decisionId: 'decision', documentId: 'document', grades },
    set,
    members,
    isoDate('2026-03-25'),
  );

const acts = {
  confirm: (measure: Measure) => confirmMeasure(measure, { text: '同意', on: day }),
  drop: (measure: Measure) => dropMeasure(measure, { text: '不采纳', on: day }),
  decide: (measure: Measure) => decideMeasure(measure, { id: 'decision', decidedOn: day }),
  deliver: (measure: Measure) => deliverMeasure(measure, day),
  execute: (measure: Measure) => executeMeasure(measure, { on: day, document: '瑞人社〔2026〕18号' }),
};
type Act = keyof typeof acts;

describe('the measures of a decision', () => {
  test('follow the decided grade of each team and name their rule with its source', () => {
    const measures = propose([gradeOf('安阳街道', 'excellent'), gradeOf('湖岭镇', 'poor')]);
    expect(measures.map(({ teamId, rule }) => [teamId, rule.code, rule.source])).toEqual([
      [teamOf('安阳街道'), 'excellent-commendation', 'assumed'],
      [teamOf('安阳街道'), 'excellent-person-quota', '党政领导干部考核工作条例（2019）'],
      [teamOf('湖岭镇'), 'fair-rectification', '杭州市绩效管理条例第三十一条；期限 6 个月 assumed'],
    ]);
  });

  test('are none for a grade that no rule names', () => {
    expect(propose([gradeOf('安阳街道', 'good')])).toEqual([]);
  });

  test('say which facts they lack: an unknown number of members is unknown, never zero', () => {
    const measures = propose([gradeOf('安阳街道', 'excellent'), gradeOf('北麂乡', 'excellent')]);
    expect(measures.map(({ lacks }) => lacks)).toEqual([[], [], [], ['team-members']]);
  });

  test('are the same measures when the same decision comes again', () => {
    const grades = [gradeOf('安阳街道', 'excellent')];
    expect(propose(grades)).toEqual(propose(grades));
  });

  test('of a later version of the grade are other measures', () => {
    const [first] = propose([gradeOf('安阳街道', 'excellent')]);
    const [second] = propose([{ ...gradeOf('安阳街道', 'excellent'), version: 2 }]);
    expect(second?.id).not.toBe(first?.id);
  });
});

describe('a measure', () => {
  const [proposed] = propose([gradeOf('湖岭镇', 'fair')]);
  if (proposed === undefined) throw new Error('A fair grade should propose a measure.');

  test.each<[MeasureState, readonly Act[]]>([
    ['proposed', ['confirm', 'drop']],
    ['confirmed', ['decide']],
    ['dropped', []],
    ['decided', ['deliver']],
    ['delivered', ['execute']],
    ['executed', []],
  ])('in the state %s allows %j and refuses the rest', (state, allowed) => {
    const measure = { ...proposed, state };
    const outcomes = Object.entries(acts).map(([name, act]) => [name, act(measure)] as const);
    expect(outcomes.filter(([, result]) => result.ok && result.value.version === 2).map(([name]) => name)).toEqual(
      allowed,
    );
    expect(outcomes.filter(([, result]) => !result.ok && result.refusal.code === 'STATE_CONFLICT')).toHaveLength(
      outcomes.length - allowed.length,
    );
  });

  test('acts from the day of its decision for as long as its rule says', () => {
    const decided = acts.decide({ ...proposed, state: 'confirmed' });
    expect(decided).toMatchObject({ value: { effectFrom: '2026-04-10', effectTo: '2026-10-10' } });
  });

  test.each([
    ['2026-04-10', 6, '2026-10-10'],
    ['2026-03-01', 12, '2027-03-01'],
    ['2026-12-31', 3, '2027-03-31'],
    // 没有对应日的，月末日为期间的最后一日.
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-04-10', null, null],
  ])('that begins on %s and lasts %s months ends on %s', (from, months, last) => {
    expect(lastDayOfEffect(isoDate(from), months)).toBe(last);
  });
});
