// Clauses of seats that each group rounds by itself: together they never pass the quota of the county, which is rounded once.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, decimalOf, divide, round } from '#kernel/values/decimal.ts';
import { breakTie } from './break-tie.ts';
import { excellentOf, falling, propose, rulesOf, team } from './grading.fixture.ts';
import { excellentCount, type TeamGradeProposal } from './team-grade.ts';

const seed = 20_260_301;
const rounded = (rounding: 'up' | 'half-up' | 'down') => rulesOf({ seats: 'each-group', rounding });
const seatsOf = ({ quota }: TeamGradeProposal): readonly number[] => quota.pools.map(({ seats }) => seats);

describe('the rounded seats of the groups', () => {
  test('stand as they are where together they are within the quota', () => {
    // 7 and 6 teams: 2.1 and 1.8, rounded half-up 2 and 2, of 3.9 rounded half-up to 4.
    const proposal = propose([...falling(7, 'g1', 'a'), ...falling(6, 'g2', 'b')], rounded('half-up'));
    expect(seatsOf(proposal)).toEqual([2, 2]);
    expect(proposal).toMatchObject({ state: 'proposed', quota: { seats: 4, used: 4 } });
  });

  test('are cut to the quota by the smaller remainder', () => {
    // 5 and 2 teams: 1.5 and 0.6, rounded half-up 2 and 1, of 2.1 rounded half-up to 2: the second has the larger remainder.
    const proposal = propose([...falling(5, 'g1', 'a'), ...falling(2, 'g2', 'b')], rounded('half-up'));
    expect(seatsOf(proposal)).toEqual([1, 1]);
    expect(proposal).toMatchObject({ state: 'proposed', ties: [], quota: { seats: 2, used: 2 } });
  });

  test('give none of the rest to a group that rounded down', () => {
    // 15, 5 and 1 teams, 4.5, 1.5 and 0.3: 5, 2 and 0 of 6.3 rounded half-up to 6; the last is no contender.
    const teams = [...falling(15, 'g1', 'a'), ...falling(5, 'g2', 'b'), team('c1', '99', 'g3')];
    const proposal = propose(teams, rounded('half-up'));
    expect(seatsOf(proposal)).toEqual([4, 1, 0]);
    expect(proposal.ties).toMatchObject([{ teamIds: ['a5', 'b2'], seats: 1, reason: 'equal-remainders' }]);
  });

  test('are left to the committee where groups have an equal claim to the last ones', () => {
    // Three groups of four, 1.2 each and rounded up 2, of 3.6 rounded up to 4.
    const teams = ['a', 'b', 'c'].flatMap((prefix) => falling(4, `g-${prefix}`, prefix));
    const open = propose(teams, rounded('up'));
    expect(seatsOf(open)).toEqual([1, 1, 1]);
    expect(open).toMatchObject({ state: 'tied', quota: { seats: 4, used: 3 } });
    expect(open.ties).toEqual([{ groupCode: null, teamIds: ['a2', 'b2', 'c2'], seats: 1, reason: 'equal-remainders' }]);
    const chosen = breakTie(open, ['b2']);
    if (!chosen.ok) throw new Error(chosen.refusal.code);
    expect(excellentOf(chosen.value)).toEqual(['a1', 'b1', 'b2', 'c1']);
    expect(seatsOf(chosen.value)).toEqual([1, 2, 1]);
  });

  test(`never pass the quota, and use it up where rounding would pass it (seed ${seed})`, () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
    const rounding = fc.constantFrom('up' as const, 'half-up' as const, 'down' as const);
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 10 }), rounding, (groups, tenths, how) => {
        const share = divide(decimalOf(tenths), decimalOf(10), 1);
        const rules = rulesOf({ seats: 'each-group', share, rounding: how, from: decimal('0') });
        const proposal = propose(
          groups.flatMap((size, index) => falling(size, `g${index}`, `t${index}-`)),
          rules,
        );
        const seatsAt = (teams: number): number =>
          Number(round(divide(decimalOf(tenths * teams), decimalOf(10), 1), 0, how));
        const quota = seatsAt(groups.reduce((all, size) => all + size, 0));
        const alone = groups.map(seatsAt);
        const open = proposal.ties.reduce((seats, tie) => seats + tie.seats, 0);
        expect(excellentCount(proposal.grades) + open).toBe(
          Math.min(
            quota,
            alone.reduce((all, seats) => all + seats, 0),
          ),
        );
        for (const [index, seats] of seatsOf(proposal).entries()) expect(seats).toBeLessThanOrEqual(alone[index] ?? 0);
      }),
      { seed, numRuns: 300 },
    );
  });
});
