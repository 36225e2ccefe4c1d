// Clauses of team grades: the quota, its rounding, pools and bars.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalOf } from '#kernel/values/decimal.ts';
import { bar, excellentOf, falling, propose, rulesOf, team } from './grading.fixture.ts';
import { proposeTeamGrades } from './propose-team-grades.ts';
import { excellentCount } from './team-grade.ts';

const seed = 20_251_127;

describe('no more than 30 % of the assessed teams are excellent (2019 条例)', () => {
  test.each([
    [23, 'down', 6, '6.9'],
    [9, 'down', 2, '2.7'],
    [10, 'down', 3, '3'],
    [3, 'down', 0, '0.9'],
    [1, 'down', 0, '0.3'],
    [23, 'half-up', 7, '6.9'],
    [23, 'up', 7, '6.9'],
    [8, 'half-up', 2, '2.4'],
  ] as const)('%d teams rounded %s have %d seats (%s)', (count, rounding, seats, exact) => {
    const { quota } = propose(falling(count), rulesOf({ rounding }));
    const pools = [{ groupCode: null, seats }];
    expect(quota).toEqual({ assessedTeams: count, share: '0.3', exact, seats, used: seats, pools });
  });

  test('they are the best by total, the others have the grade of their band', () => {
    const teams = [...falling(3), team('a', '74.99'), team('b', '75'), team('c', '60'), team('d', '59.99')];
    expect(propose(teams).grades.map(({ teamId, computedGrade, reason }) => [teamId, computedGrade, reason])).toEqual([
      ['t1', 'excellent', 'within-quota'],
      ['t2', 'excellent', 'within-quota'],
      ['t3', 'good', 'beyond-quota'],
      ['b', 'good', 'below-excellent'],
      ['a', 'fair', 'below-excellent'],
      ['c', 'fair', 'below-excellent'],
      ['d', 'poor', 'below-excellent'],
    ]);
  });

  test('a seat that no team reaches stays empty', () => {
    const teams = [team('t1', '80'), ...Array.from({ length: 9 }, (_, index) => team(`x${index}`, '79.99'))];
    expect(propose(teams).quota).toMatchObject({ seats: 3, used: 1 });
  });

  test('no team at all has no seat', () => {
    expect(propose([])).toMatchObject({ state: 'proposed', grades: [], quota: { seats: 0, used: 0 } });
  });
});

describe('pools', () => {
  const teams = [...falling(9, 'g1', 'a'), ...falling(8, 'g2', 'b'), ...falling(6, 'g3', 'c')];
  test.each([
    ['shared-by-groups', ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'], [2, 2, 2]],
    ['each-group', ['a1', 'a2', 'b1', 'b2', 'c1'], [2, 2, 1]],
    ['one-pool', ['a1', 'b1', 'c1', 'a2', 'b2', 'c2'], [6]],
  ] as const)('%s: %j', (seats, want, pools) => {
    const proposal = propose(teams, rulesOf({ seats }));
    expect(new Set(excellentOf(proposal))).toEqual(new Set(want));
    expect(proposal.quota.pools.map((pool) => pool.seats)).toEqual(pools);
  });

  test('one pool compares all, whatever their group', () => {
    const uneven = [
      ...falling(6, 'g1', 'a'),
      ...Array.from({ length: 4 }, (_, index) => team(`b${index}`, String(70 - index), 'g2')),
    ];
    expect(excellentOf(propose(uneven, rulesOf({ seats: 'one-pool' })))).toEqual(['a1', 'a2', 'a3']);
  });
});

describe('a bar skips a team with its reason, and the next takes the seat', () => {
  test('the barred team keeps the grade of its band', () => {
    const proposal = propose(falling(10), rulesOf(), [bar('t1'), bar('t1', 'data-fraud')]);
    expect(excellentOf(proposal)).toEqual(['t2', 't3', 't4']);
    expect(proposal.grades[0]).toMatchObject({
      teamId: 't1',
      computedGrade: 'good',
      reason: 'barred',
      bar: { barCode: 'safety-accident', documentId: 'doc-1' },
    });
  });

  test.each([
    ['a team that is not assessed', bar('zz'), '/bars/0/teamId'],
    ['a bar that the rules do not know', bar('t1', 'bad-weather'), '/bars/0/barCode'],
  ])('%s is refused', (_, wrong, path) => {
    expect(proposeTeamGrades(rulesOf(), falling(10), [wrong])).toMatchObject({
      ok: false,
      refusal: { code: 'VALUE_INVALID', path },
    });
  });
});

describe('the quota holds for any field', () => {
  test(`never more excellent teams than seats, never one below another that is left out (seed ${seed})`, () => {
    const fields = fc.array(
      fc.tuple(fc.integer({ min: 50, max: 100 }), fc.constantFrom('g1', 'g2', 'g3'), fc.boolean()),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        fields,
        fc.constantFrom('one-pool' as const, 'shared-by-groups' as const, 'each-group' as const),
        (drawn, seats) => {
          const teams = drawn.map(([total, group], index) => team(`t${index}`, decimalOf(total), group));
          const bars = drawn.flatMap(([, , barred], index) => (barred ? [bar(`t${index}`)] : []));
          const proposal = propose(teams, rulesOf({ seats }), bars);
          expect(
            excellentCount(proposal.grades) + proposal.ties.reduce((sum, tie) => sum + tie.seats, 0),
          ).toBeLessThanOrEqual(Math.floor(teams.length * 0.3));
          expect(proposal.grades).toHaveLength(teams.length);
          for (const tie of proposal.ties) expect(tie.seats).toBeLessThan(tie.teamIds.length);
          for (const pool of proposal.quota.pools) {
            const own = proposal.grades.filter(
              ({ groupCode }) => pool.groupCode === null || pool.groupCode === groupCode,
            );
            expect(excellentCount(own)).toBeLessThanOrEqual(pool.seats);
          }
          const lowest = Math.min(
            ...proposal.grades
              .filter(({ computedGrade }) => computedGrade === 'excellent')
              .map(({ total }) => Number(total)),
          );
          const beyond = proposal.grades.filter(({ reason }) => reason === 'beyond-quota' && seats === 'one-pool');
          for (const grade of beyond) expect(Number(grade.total)).toBeLessThanOrEqual(lowest);
        },
      ),
      { seed, numRuns: 200 },
    );
  });
});
