// Seats that are shared by ranking groups (党政领导干部考核工作条例 2019, model §4): quota and groups bind together, and nobody picks a group.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId } from '#kernel/values/identifier.ts';
import { cycleId, documents } from '../../../../tests/support/evaluation/facts.ts';
import { organisers, recorder } from '../../../../tests/support/evaluation/people.ts';
import { performances, rules } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { county } from '../../../../tests/support/small-directory.ts';

const codes = performances.map(({ code }) => code);
const team = (rank: number): string => businessId('team', codes[rank - 1] ?? '');

/** Six teams in two groups by turns: ranks 1, 3 and 5 in the one, 2, 4 and 6 in the other; no least total keeps a team out. */
const stageOf = async (share: string): Promise<Stage> => {
  const { gradingRules } = rules(share) as { gradingRules: { team: { excellent: object } } };
  const excellent = { ...gradingRules.team.excellent, seats: 'shared-by-groups', from: '0' };
  const stage = await openStage({
    groupOf: (code) => (codes.indexOf(code) % 2 === 0 ? 'first' : 'second'),
    rules: { gradingRules: { team: { ...gradingRules.team, excellent } } },
  });
  await stage.to('approved');
  return stage;
};
const propose = ({ service }: Stage) =>
  service.ask('proposeTeamGrades', { path: { cycleId }, body: { bars: [] } }, organisers);
const choose = ({ service }: Stage, proposalId: string, ...ranks: readonly number[]) => {
  const body = { teamIds: ranks.map(team), reason: '经研究确定。', documentId: documents.answer };
  return service.ask('breakTie', { path: { proposalId }, body, ifMatch: '"v1"' }, recorder);
};
const record = ({ service }: Stage, proposal: { id: string; version: number }, ...excellent: readonly number[]) => {
  const grades = codes.map((_, index) => ({
    teamId: team(index + 1),
    decidedGrade: excellent.includes(index + 1) ? 'excellent' : 'good',
    reason: '另定。',
    documentId: documents.grades,
  }));
  const decision = {
    organ: '县委（虚构）',
    documentId: documents.grades,
    decidedOn: '2026-03-16',
    attachmentDigest: 'b'.repeat(64),
  };
  const about = { proposalId: proposal.id, proposalVersion: proposal.version };
  const body = { subject: 'team-grades', county, cycleId, decision, grades, ...about };
  return service.ask('recordDecision', { body }, recorder);
};

describe('of 6 × 70 % = 4 seats each group of three has two', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await stageOf('0.7');
  });
  afterAll(() => stage.service.stop());

  test('and the proposal says so', async () => {
    const { body } = await propose(stage);
    expect(body).toMatchObject({
      state: 'proposed',
      quota: {
        seats: 4,
        used: 4,
        pools: [
          { groupCode: 'first', seats: 2 },
          { groupCode: 'second', seats: 2 },
        ],
      },
    });
  });

  test.each([
    ['three of one group and one of the other', [1, 3, 5, 2], 'EXCELLENT_POOL_EXCEEDED'],
    ['three of one group and none of the other', [2, 4, 6], 'EXCELLENT_POOL_EXCEEDED'],
    ['five', [1, 2, 3, 4, 5], 'EXCELLENT_QUOTA_EXCEEDED'],
  ] as const)('and the organ does not decide %s', async (_, excellent, code) => {
    const { body } = await propose(stage);
    expect(await record(stage, body, ...excellent)).toMatchObject({ status: 422, code });
  });

  test('and the organ may decide others of a group, and fewer', async () => {
    const { body } = await propose(stage);
    expect(await record(stage, body, 3, 5, 2)).toMatchObject({ status: 201 });
  });
});

describe('of 6 × 30 % = 1.8 → 1 seat each group of three has an equal claim', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await stageOf('0.3');
  });
  afterAll(() => stage.service.stop());

  test('and the seat is left to the committee, which sees why', async () => {
    const { body } = await propose(stage);
    expect(body).toMatchObject({
      state: 'tied',
      quota: { seats: 1, used: 0, pools: [{ seats: 0 }, { seats: 0 }] },
      ties: [{ groupCode: null, teamIds: [team(1), team(2)].sort(), seats: 1, reason: 'equal-remainders' }],
    });
    expect(await record(stage, body, 1)).toMatchObject({ status: 409, code: 'TIE_UNBROKEN' });
  });

  test('and the group of the chosen team has it from then on, for the organ too', async () => {
    const proposed = (await propose(stage)).body;
    expect(await choose(stage, proposed.id, 1, 2)).toMatchObject({ status: 422, code: 'TIE_CHOICE_UNFIT' });
    const { body } = await choose(stage, proposed.id, 2);
    expect(body).toMatchObject({
      state: 'proposed',
      quota: {
        used: 1,
        pools: [
          { groupCode: 'first', seats: 0 },
          { groupCode: 'second', seats: 1 },
        ],
      },
    });
    expect(await record(stage, body, 1)).toMatchObject({ status: 422, code: 'EXCELLENT_POOL_EXCEEDED' });
    expect(await record(stage, body, 4)).toMatchObject({ status: 201 });
  });
});
