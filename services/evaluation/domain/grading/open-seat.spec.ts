// Clauses of a seat to which ranking groups have an equal claim: the order of their codes gives it to none of them.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalOf, divide } from '#kernel/values/decimal.ts';
import { breakTie } from './break-tie.ts';
import { bar, excellentOf, falling, propose, rulesOf, team } from './grading.fixture.ts';
import { excellentCount, type TeamGradeProposal } from './team-grade.ts';

const seed = 20_260_214;
const shared = rulesOf({ seats: 'shared-by-groups' });
const seatsOf = ({ quota }: TeamGradeProposal): readonly (readonly [string | null, number])[] =>
  quota.pools.map(({ groupCode, seats }) => [groupCode, seats]);
const settled = (proposal: TeamGradeProposal, ...teamIds: readonly string[]): TeamGradeProposal => {
  const outcome = breakTie(proposal, teamIds);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
};

describe('a seat is left over', () => {
  // 2 × 5 teams have 3 seats: one each, and a third to which both have the remainder one half.
  const even = [...falling(5, 'g1', 'a'), ...falling(5, 'g2', 'b')];
  const open = propose(even, shared);

  test('to which two groups have an equal claim: the next team of each waits for the committee', () => {
    expect(open.ties).toEqual([{ groupCode: null, teamIds: ['a2', 'b2'], seats: 1, reason: 'equal-remainders' }]);
    expect(open).toMatchObject({ state: 'tied', quota: { seats: 3, used: 2 } });
    expect(seatsOf(open)).toEqual([
      ['g1', 1],
      ['g2', 1],
    ]);
    expect(excellentOf(open)).toEqual(['a1', 'b1']);
    expect(open.grades.filter(({ computedGrade }) => computedGrade === null).map(({ teamId }) => teamId)).toEqual([
      'a2',
      'b2',
    ]);
  });

  test('whichever group comes first by its code', () => {
    const renamed = [...falling(5, 'z', 'a'), ...falling(5, 'g2', 'b')];
    expect(propose(renamed, shared).ties).toEqual(open.ties);
  });

  test('and the choice gives it to one of them, whose pool has it from then on', () => {
    const chosen = settled(open, 'b2');
    expect(excellentOf(chosen)).toEqual(['a1', 'b1', 'b2']);
    expect(seatsOf(chosen)).toEqual([
      ['g1', 1],
      ['g2', 2],
    ]);
    expect(chosen).toMatchObject({ state: 'proposed', ties: [], quota: { seats: 3, used: 3 } });
    expect(chosen.grades.find(({ teamId }) => teamId === 'a2')).toMatchObject({
      computedGrade: 'good',
      reason: 'not-chosen-by-committee',
    });
  });

  test.each([
    ['both of them', ['a2', 'b2']],
    ['a team further down', ['a3']],
    ['none of them', []],
  ])('and is not given by choosing %s', (_, choice) => {
    expect(breakTie(open, choice)).toMatchObject({ refusal: { code: 'TIE_CHOICE_UNFIT' } });
  });

  test('and goes to the larger remainder where there is one', () => {
    const uneven = [...falling(6, 'g1', 'a'), ...falling(4, 'g2', 'b')];
    expect(propose(uneven, shared)).toMatchObject({ state: 'proposed', ties: [] });
    expect(seatsOf(propose(uneven, shared))).toEqual([
      ['g1', 2],
      ['g2', 1],
    ]);
  });

  test('and goes to the one group that has a team for it', () => {
    const bars = ['b2', 'b3', 'b4', 'b5'].map((teamId) => bar(teamId));
    const proposal = propose(even, shared, bars);
    expect(proposal).toMatchObject({ state: 'proposed', ties: [] });
    expect(excellentOf(proposal)).toEqual(['a1', 'a2', 'b1']);
  });
});

describe('teams of one total at the cut of a group that contends', () => {
  // a1 and a2 share the one seat of their own; the open one is for the other of them, or for b2.
  const teams = [
    team('a1', '95', 'g1'),
    team('a2', '95', 'g1'),
    ...falling(3, 'g1', 'x'),
    ...falling(5, 'g2', 'b'),
  ].map((one) => (one.teamId.startsWith('x') ? { ...one, total: decimalOf(81) } : one));
  const open = propose(teams, shared);

  test('compete in one tie, for their own seats and for the open one', () => {
    expect(open.ties).toEqual([{ groupCode: null, teamIds: ['a1', 'a2', 'b2'], seats: 2, reason: 'equal-remainders' }]);
    expect(excellentOf(open)).toEqual(['b1']);
  });

  test.each([
    ['both of the group', ['a1', 'a2'], 2, 1],
    ['one of each group', ['a2', 'b2'], 1, 2],
  ] as const)('may be chosen: %s', (_, choice, first, second) => {
    expect(seatsOf(settled(open, ...choice))).toEqual([
      ['g1', first],
      ['g2', second],
    ]);
  });
});

describe('three groups contend for one seat', () => {
  // 3 × 5 teams have 4 seats: one each, and a fourth.
  const teams = [
    team('a1', '95', 'g1'),
    team('a2', '95', 'g1'),
    ...Array.from({ length: 3 }, (_, index) => team(`x${index}`, '70', 'g1')),
    ...falling(5, 'g2', 'b'),
    ...falling(5, 'g3', 'c'),
  ];
  const open = propose(teams, shared);

  test('and a choice that takes a group its own seat does not fit', () => {
    expect(open.ties).toMatchObject([{ teamIds: ['a1', 'a2', 'b2', 'c2'], seats: 2 }]);
    expect(breakTie(open, ['b2', 'c2'])).toMatchObject({ refusal: { code: 'TIE_CHOICE_UNFIT' } });
    expect(excellentOf(settled(open, 'a1', 'c2'))).toEqual(['a1', 'b1', 'c1', 'c2']);
  });

  test('beside a tie of a group that does not contend, and each is broken on its own', () => {
    // A fourth group of ten has three seats without a remainder, and a tie of its own.
    const ten = Array.from({ length: 10 }, (_, index) => team(`d${index}`, index < 4 ? '99' : '70', 'g4'));
    const proposal = propose([...teams, ...ten], shared);
    expect(proposal.ties.map(({ reason, groupCode, seats }) => [reason, groupCode, seats])).toEqual([
      ['equal-totals', 'g4', 3],
      ['equal-remainders', null, 2],
    ]);
    expect(breakTie(proposal, ['a1', 'd0'])).toMatchObject({ refusal: { code: 'TIE_CHOICE_UNFIT' } });
    const first = settled(proposal, 'd0', 'd1', 'd2');
    expect(first).toMatchObject({ state: 'tied', ties: [{ reason: 'equal-remainders' }] });
    expect(settled(first, 'a1', 'b2')).toMatchObject({ state: 'proposed', quota: { seats: 7, used: 7 } });
  });
});

test(`no proposal depends on the codes of groups, and seats add up (seed ${seed})`, () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 10 }), (groups, tenths) => {
      const rules = rulesOf({ seats: 'shared-by-groups', share: divide(decimalOf(tenths), decimalOf(10), 1) });
      const codes = groups.map((_, index) => `g${index}`);
      const reversed = [...codes].reverse();
      const teamsBy = (names: readonly string[]) =>
        groups.flatMap((size, index) =>
          Array.from({ length: size }, (_, at) => team(`t${index}-${at}`, String(99 - at), names[index] ?? '')),
        );
      const [one, other] = [propose(teamsBy(codes), rules), propose(teamsBy(reversed), rules)];
      expect(new Set(excellentOf(other))).toEqual(new Set(excellentOf(one)));
      expect(other.ties.map(({ teamIds, seats }) => [teamIds, seats])).toEqual(
        one.ties.map(({ teamIds, seats }) => [teamIds, seats]),
      );
      const open = one.ties.reduce((sum, { seats }) => sum + seats, 0);
      expect(excellentCount(one.grades) + open).toBe(one.quota.seats);
    }),
    { seed, numRuns: 300 },
  );
});
