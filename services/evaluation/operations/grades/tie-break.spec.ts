// A tie at the cut is left to the committee, whose choice stands with its reason, its document and its day.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleId, documents } from '../../../../tests/support/evaluation/facts.ts';
import { abroad, office, organisers, recorder } from '../../../../tests/support/evaluation/people.ts';
import { performances } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { chooseOn, proposeOn, recordOn, team } from '../../../../tests/support/evaluation/team-grades.ts';
import { county } from '../../../../tests/support/small-directory.ts';

const stranger = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
const excellent = performances.map((_, index) => ({ teamId: team(index + 1), decidedGrade: 'excellent' }));

describe('a tie at the cut', () => {
  let stage: Stage;
  beforeAll(async () => {
    const tied = performances.map((one, index) => (index === 2 ? { ...one, revenue: '95', water: '95' } : one));
    stage = await openStage({ performances: tied, share: '0.4' });
    await stage.to('approved');
  });
  afterAll(() => stage.service.stop());

  test('is left to the committee: of two teams of one total none is chosen by the rules', async () => {
    const { body } = await proposeOn(stage);
    expect(body).toMatchObject({ state: 'tied', quota: { seats: 2, used: 1 }, ties: [{ seats: 1 }], tieBreaks: [] });
    expect(body.ties[0]?.teamIds).toEqual([team(2), team(3)].sort());
    expect(body.grades.filter(({ computedGrade }) => computedGrade === null)).toHaveLength(2);
    expect(await recordOn(stage, body, excellent)).toMatchObject({ status: 409, code: 'TIE_UNBROKEN' });
  });

  test.each([
    ['more teams than there are seats', [team(2), team(3)], 422, 'TIE_CHOICE_UNFIT'],
    ['a team that is not tied', [team(1)], 422, 'TIE_CHOICE_UNFIT'],
    ['a team that is none', [stranger], 422, 'TIE_CHOICE_UNFIT'],
    ['one team twice', [team(2), team(2)], 400, 'REQUEST_INVALID'],
  ] as const)('is not broken by choosing %s', async (_what, teamIds, status, code) => {
    const { body } = await proposeOn(stage);
    expect(await chooseOn(stage, body.id, teamIds)).toMatchObject({ status, code });
  });

  test('is not broken on a stale version, without a known document, or in a proposal that is none', async () => {
    const { id } = (await proposeOn(stage)).body;
    expect(await chooseOn(stage, id, [team(2)], { ifMatch: '"v3"' })).toMatchObject({
      status: 412,
      code: 'ETAG_STALE',
    });
    expect(await chooseOn(stage, id, [team(2)], { documentId: stranger })).toMatchObject({ code: 'DOCUMENT_UNKNOWN' });
    expect(await chooseOn(stage, stranger, [team(2)])).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('is not broken on a day that the caller names: the day is that of the county', async () => {
    const { id } = (await proposeOn(stage)).body;
    const body = { teamIds: [team(2)], reason: '经研究确定。', documentId: documents.answer, brokenOn: '2026-01-01' };
    const question = { path: { proposalId: id }, body, ifMatch: '"v1"' };
    expect(await stage.service.ask('breakTie', question, recorder)).toMatchObject({
      status: 400,
      code: 'REQUEST_INVALID',
    });
  });

  test.each([
    ['the assessment office', office, 403],
    ['who proposes the grades', organisers, 403],
    ['a recorder of another county', { ...recorder, counties: abroad.counties ?? [] }, 404],
  ] as const)('is not broken by %s', async (_who, person, status) => {
    const { id } = (await proposeOn(stage)).body;
    const body = { teamIds: [team(2)], reason: '经研究确定。', documentId: documents.answer };
    const question = { path: { proposalId: id }, body, ifMatch: '"v1"' };
    expect(await stage.service.ask('breakTie', question, person)).toMatchObject({ status });
  });

  test('is broken by the committee, and the proposal says by which document, why and on which day', async () => {
    const proposed = (await proposeOn(stage)).body;
    await stage.service.beginDay(county, '2026-03-18');
    const { body } = await chooseOn(stage, proposed.id, [team(3)]);
    const choice = { teamIds: [team(3)], reason: '经研究确定。', documentId: documents.answer };
    expect(body).toMatchObject({
      state: 'proposed',
      version: 2,
      proposedOn: '2026-03-16',
      quota: { used: 2 },
      ties: [],
    });
    expect(body.tieBreaks).toEqual([{ ...choice, brokenOn: '2026-03-18' }]);
    const reasons = Object.fromEntries(body.grades.map(({ teamId, reason }) => [teamId, reason]));
    expect(reasons).toMatchObject({ [team(2)]: 'not-chosen-by-committee', [team(3)]: 'chosen-by-committee' });
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event?.payload).toMatchObject({ state: 'proposed', quota: 2, computedExcellent: 2, tiedCount: 0 });
  });

  test('is broken once, and the choice stays readable when another proposal supersedes this one', async () => {
    const path = { cycleId };
    const [newest] = (await stage.service.ask('listTeamGradeProposals', { path }, organisers)).body.records;
    const proposalId = newest?.id ?? '';
    expect(await chooseOn(stage, proposalId, [team(3)], { ifMatch: '"v2"' })).toMatchObject({ code: 'STATE_CONFLICT' });
    await proposeOn(stage);
    const { body } = await stage.service.ask('getTeamGradeProposal', { path: { proposalId } }, organisers);
    expect(body).toMatchObject({ state: 'superseded', tieBreaks: [{ brokenOn: '2026-03-18' }] });
  });

  test('that was broken before the day was kept says none', async () => {
    const { id } = (await proposeOn(stage)).body;
    const choice = { teamIds: [team(3)], reason: '经研究确定。', documentId: documents.answer };
    await stage.service.sql(
      `update team_grade_proposal set tie_breaks = '${JSON.stringify([choice])}' where id = '${id}'`,
    );
    const { body } = await stage.service.ask('getTeamGradeProposal', { path: { proposalId: id } }, organisers);
    expect(body.tieBreaks).toEqual([choice]);
  });
});
