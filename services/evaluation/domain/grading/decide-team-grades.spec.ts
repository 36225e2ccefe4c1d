// Clauses of the decision on team grades: computed and decided side by side.
import { describe, expect, test } from 'vitest';
import { type DecidedGrade, decideTeamGrades } from './decide-team-grades.ts';
import { bar, falling, propose, rulesOf, team } from './grading.fixture.ts';
import type { Grade } from './team-grade.ts';

describe('the organ decides beside what was computed', () => {
  const proposal = propose(falling(10), rulesOf(), [bar('t1')]);
  const asComputed = proposal.grades.map(({ teamId, computedGrade }): DecidedGrade => {
    if (computedGrade === null) throw new Error('tied');
    return { teamId, decidedGrade: computedGrade };
  });
  const changed = (teamId: string, decidedGrade: Grade, over: Partial<DecidedGrade> = {}): readonly DecidedGrade[] =>
    asComputed.map((grade) => (grade.teamId === teamId ? { teamId, decidedGrade, ...over } : grade));
  const why = { reason: '信访积案化解不力', documentId: 'doc-2' };

  test('computed and decided stand side by side, with reason and document where they differ', () => {
    const decided = decideTeamGrades(proposal, changed('t2', 'good', why));
    if (!decided.ok) throw new Error(decided.refusal.code);
    expect(decided.value.find(({ teamId }) => teamId === 't2')).toEqual({
      teamId: 't2',
      unitId: 'u-t2',
      computedGrade: 'excellent',
      decidedGrade: 'good',
      ...why,
    });
    expect(decided.value.find(({ teamId }) => teamId === 't3')).toEqual({
      teamId: 't3',
      unitId: 'u-t3',
      computedGrade: 'excellent',
      decidedGrade: 'excellent',
      reason: null,
      documentId: null,
    });
  });

  test.each([
    ['a change without a reason', changed('t2', 'good', { documentId: 'doc-2' }), 'GRADE_REASON_MISSING'],
    ['a change with a blank reason', changed('t2', 'good', { ...why, reason: '  ' }), 'GRADE_REASON_MISSING'],
    ['a change without a document', changed('t2', 'good', { reason: '…' }), 'GRADE_REASON_MISSING'],
    ['a barred team as excellent', changed('t1', 'excellent', why), 'TEAM_BARRED'],
    ['one more excellent than the quota', changed('t9', 'excellent', why), 'EXCELLENT_QUOTA_EXCEEDED'],
    ['a team left out', asComputed.slice(1), 'GRADES_INCOMPLETE'],
    ['a team twice', [...asComputed.slice(1), ...asComputed.slice(1, 2)], 'GRADES_INCOMPLETE'],
    ['a team that is not there', [...asComputed.slice(1), { teamId: 'zz', decidedGrade: 'good' }], 'VALUE_INVALID'],
    ['nothing at all', [], 'GRADES_INCOMPLETE'],
  ] as const satisfies readonly (readonly [string, readonly DecidedGrade[], string])[])(
    '%s is refused',
    (_, decided, want) => {
      expect(decideTeamGrades(proposal, decided)).toMatchObject({ ok: false, refusal: { code: want } });
    },
  );

  test('the quota and the seats of each group bind together: 3 + 3 is no 4 + 2', () => {
    const groups = [...falling(10, 'g1', 'a'), ...falling(10, 'g2', 'b')];
    const shared = propose(groups, rulesOf({ seats: 'shared-by-groups' }));
    const grades = (excellent: readonly string[]) =>
      shared.grades.map(({ teamId, computedGrade }): DecidedGrade => {
        const decidedGrade = excellent.includes(teamId) ? 'excellent' : 'good';
        return { teamId, decidedGrade, ...(decidedGrade === computedGrade ? {} : why) };
      });
    const decide = (...excellent: readonly string[]) => decideTeamGrades(shared, grades(excellent));
    expect(decide('a1', 'a2', 'a3', 'b1', 'b2', 'b3').ok).toBe(true);
    expect(decide('a1', 'a2', 'b1', 'b2', 'b4').ok).toBe(true);
    expect(decide('a1', 'a2', 'a3', 'a4', 'b1', 'b2')).toMatchObject({
      refusal: { code: 'EXCELLENT_POOL_EXCEEDED', params: { group: 'g1', quota: 3, given: 4 } },
    });
    expect(decide('a1', 'a2', 'a3', 'a4')).toMatchObject({ refusal: { code: 'EXCELLENT_POOL_EXCEEDED' } });
    expect(decide('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3')).toMatchObject({
      refusal: { code: 'EXCELLENT_QUOTA_EXCEEDED', params: { quota: 6, given: 7 } },
    });
  });

  test('an open tie is settled first', () => {
    const tied = propose([team('a', '90'), team('b', '90'), team('c', '70'), team('d', '70')]);
    expect(decideTeamGrades(tied, [])).toMatchObject({ ok: false, refusal: { code: 'TIE_UNBROKEN' } });
  });
});
