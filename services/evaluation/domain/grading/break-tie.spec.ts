// Clauses of ties at the cut: the engine never picks.
import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/values/decimal.ts';
import { breakTie } from './break-tie.ts';
import { bar, excellentOf, falling, propose, rulesOf, team } from './grading.fixture.ts';

describe('a tie at the cut is left to the committee', () => {
  const teams = [
    team('t1', '95'),
    team('t2', '90'),
    team('t3', '88'),
    team('t4', '88'),
    team('t5', '88'),
    ...Array.from({ length: 5 }, (_, index) => team(`x${index}`, '70')),
  ];
  const tied = propose(teams);
  test('the engine never picks', () => {
    expect(tied.state).toBe('tied');
    expect(tied.ties).toEqual([{ groupCode: null, teamIds: ['t3', 't4', 't5'], seats: 1, reason: 'equal-totals' }]);
    expect(excellentOf(tied)).toEqual(['t1', 't2']);
    expect(
      tied.grades.filter(({ reason }) => reason === 'tied-at-cut').map(({ computedGrade }) => computedGrade),
    ).toEqual([null, null, null]);
  });

  test('equal totals above the cut, or all within it, are no tie', () => {
    expect(
      propose([
        team('a', '95'),
        team('b', '95'),
        team('c', '90'),
        team('d', '89'),
        ...falling(6, 'g', 'x').map((one) => ({ ...one, total: decimal('70') })),
      ]).ties,
    ).toEqual([]);
    expect(
      propose([
        team('a', '95'),
        team('b', '95'),
        team('c', '95'),
        ...Array.from({ length: 7 }, (_, index) => team(`x${index}`, '85')),
      ]).ties,
    ).toEqual([]);
  });

  test('a barred team takes no part in it', () => {
    expect(propose(teams, rulesOf(), [bar('t3'), bar('t4')]).ties).toEqual([]);
  });

  test('the choice settles it: the others keep the grade of their band', () => {
    const settled = breakTie(tied, ['t4']);
    expect(settled).toMatchObject({ ok: true, value: { state: 'proposed', ties: [], quota: { seats: 3, used: 3 } } });
    if (!settled.ok) throw new Error('settled');
    expect(settled.value.grades.filter(({ teamId }) => ['t3', 't4'].includes(teamId))).toMatchObject([
      { teamId: 't3', computedGrade: 'good', reason: 'not-chosen-by-committee' },
      { teamId: 't4', computedGrade: 'excellent', reason: 'chosen-by-committee' },
    ]);
    expect(breakTie(settled.value, ['t3'])).toMatchObject({ ok: false, refusal: { code: 'STATE_CONFLICT' } });
  });

  test.each([
    ['more teams than seats', ['t3', 't4']],
    ['no team', []],
    ['a team that has a seat already', ['t1']],
    ['a team that is far below', ['x1']],
    ['a team that is not there', ['zz']],
    ['a team twice', ['t3', 't3']],
    ['a tied one and another', ['t3', 't1']],
  ])('%s: the choice does not fit', (_, choice) => {
    expect(breakTie(tied, choice)).toMatchObject({ ok: false, refusal: { code: 'TIE_CHOICE_UNFIT' } });
  });

  test('ties of two groups are settled one by one', () => {
    const two = ['g1', 'g2'].flatMap((group) => [
      team(`${group}-a`, '90', group),
      team(`${group}-b`, '90', group),
      ...Array.from({ length: 3 }, (_, index) => team(`${group}-x${index}`, '70', group)),
    ]);
    const proposal = propose(two, rulesOf({ seats: 'each-group' }));
    expect(proposal.ties.map(({ groupCode, seats }) => [groupCode, seats])).toEqual([
      ['g1', 1],
      ['g2', 1],
    ]);
    expect(breakTie(proposal, ['g1-a', 'g2-a'])).toMatchObject({ refusal: { code: 'TIE_CHOICE_UNFIT' } });
    expect(breakTie(proposal, ['g2-b'])).toMatchObject({ value: { state: 'tied', ties: [{ groupCode: 'g1' }] } });
  });
});
