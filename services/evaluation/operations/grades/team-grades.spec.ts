// Team grades (党政领导干部考核工作条例 2019): at most 30 % 优秀 rounded down, computed beside decided.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleId, documents } from '../../../../tests/support/evaluation/facts.ts';
import {
  abroad,
  auditor,
  office,
  organisers,
  releaser,
  signerOf,
} from '../../../../tests/support/evaluation/people.ts';
import { performances } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { proposeOn, recordOn, team } from '../../../../tests/support/evaluation/team-grades.ts';
import type { Person } from '../../../../tests/support/service.ts';
import { county } from '../../../../tests/support/small-directory.ts';

const stranger = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
const bar = { teamId: team(1), barCode: 'safety-accident', documentId: documents.answer, reason: '发生事故（虚构）。' };

const grades = (changes: Readonly<Record<string, object>> = {}) =>
  ['excellent', 'good', 'good', 'good', 'good', 'fair'].map((decidedGrade, index) => ({
    teamId: team(index + 1),
    decidedGrade,
    ...changes[team(index + 1)],
  }));
const differing = {
  [team(2)]: { decidedGrade: 'fair', reason: '统筹全年表现，研究确定为一般。', documentId: documents.grades },
};

describe('team grades', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.to('objections-decided');
    await stage.service.beginDay(county, '2026-03-16');
  });
  afterAll(() => stage.service.stop());

  test('wait for the approved unit results', async () => {
    expect(await proposeOn(stage)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    await stage.approve();
  });

  test.each([
    ['with a bar of a team that is not assessed', [{ ...bar, teamId: stranger }], organisers, 422, 'VALUE_INVALID'],
    ['with a bar that the rules do not know', [{ ...bar, barCode: 'x' }], organisers, 422, 'VALUE_INVALID'],
    [
      'with a bar by a document that nobody registered',
      [{ ...bar, documentId: stranger }],
      organisers,
      422,
      'DOCUMENT_UNKNOWN',
    ],
    ['by the assessment office', [], office, 403, 'AUTHORITY_MISSING'],
    ['from another county', [], { ...organisers, counties: abroad.counties ?? [] }, 404, 'NOT_FOUND'],
  ])('are not proposed %s', async (_what, bars, person, status, code) => {
    expect(await proposeOn(stage, bars, person)).toMatchObject({ status, code });
  });

  test('are proposed within the quota: of 6 × 30 % = 1.8 one team is 优秀', async () => {
    const answer = await proposeOn(stage);
    expect(answer).toMatchObject({
      status: 201,
      body: { number: 1, state: 'proposed', quota: { assessedTeams: 6, exact: '1.8', seats: 1, used: 1 }, ties: [] },
    });
    expect(answer.body.grades.map(({ computedGrade, reason }) => [computedGrade, reason])).toEqual([
      ['excellent', 'within-quota'],
      ['good', 'beyond-quota'],
      ['good', 'beyond-quota'],
      ['good', 'beyond-quota'],
      ['good', 'beyond-quota'],
      ['fair', 'below-excellent'],
    ]);
  });

  test('pass a barred team over, with its document, and a new proposal supersedes the one before', async () => {
    const before = (await proposeOn(stage)).body;
    const { body } = await proposeOn(stage, [bar]);
    expect(body.grades.slice(0, 2)).toMatchObject([
      { computedGrade: 'good', reason: 'barred', bar },
      { computedGrade: 'excellent', reason: 'within-quota' },
    ]);
    const superseded = await stage.service.ask('getTeamGradeProposal', { path: { proposalId: before.id } }, auditor);
    expect(superseded.body).toMatchObject({ state: 'superseded', version: 2 });
    expect(await recordOn(stage, { id: before.id, version: 2 }, grades())).toMatchObject({ code: 'STATE_CONFLICT' });
    const other = { reason: '另定。', documentId: documents.grades };
    const excellent = grades({ [team(1)]: other, [team(2)]: { ...other, decidedGrade: 'good' } });
    expect(await recordOn(stage, body, excellent)).toMatchObject({ status: 422, code: 'TEAM_BARRED' });
  });

  test('are found again in the list of proposals, newest first, page by page', async () => {
    const list = (query: Readonly<Record<string, string>>) =>
      stage.service.ask('listTeamGradeProposals', { path: { cycleId }, query }, organisers);
    const all = (await list({})).body.records;
    expect(all.map(({ number, state }) => [number, state])).toEqual([
      [3, 'proposed'],
      [2, 'superseded'],
      [1, 'superseded'],
    ]);
    const first = (await list({ limit: '2' })).body;
    const second = (await list({ limit: '2', cursor: first.next ?? '' })).body;
    expect([...first.records, ...second.records]).toEqual(all);
    expect(second.next).toBeNull();
  });

  test.each([
    ['to the assessed', signerOf(performances[0]?.code ?? ''), 403, 'AUTHORITY_MISSING'],
    ['to another county', { ...organisers, counties: abroad.counties ?? [] }, 404, 'NOT_FOUND'],
  ])('are not listed as proposals %s', async (_whom, person, status, code) => {
    const answer = await stage.service.ask('listTeamGradeProposals', { path: { cycleId } }, person);
    expect(answer).toMatchObject({ status, code });
  });

  test.each([
    ['lacks a team', grades().slice(1), 'GRADES_INCOMPLETE'],
    ['names a team twice', [...grades().slice(1), grades()[1] ?? {}], 'GRADES_INCOMPLETE'],
    [
      'names a team that is not assessed',
      [...grades().slice(1), { teamId: stranger, decidedGrade: 'good' }],
      'VALUE_INVALID',
    ],
    ['differs without a reason', grades({ [team(2)]: { decidedGrade: 'fair' } }), 'GRADE_REASON_MISSING'],
    [
      'differs without a document',
      grades({ [team(2)]: { decidedGrade: 'fair', reason: '另定。' } }),
      'GRADE_REASON_MISSING',
    ],
    [
      'exceeds the quota',
      grades({ [team(2)]: { decidedGrade: 'excellent', reason: '另定。', documentId: documents.grades } }),
      'EXCELLENT_QUOTA_EXCEEDED',
    ],
    [
      'differs by a document that nobody registered',
      grades({ [team(2)]: { decidedGrade: 'fair', reason: '另定。', documentId: stranger } }),
      'DOCUMENT_UNKNOWN',
    ],
  ])('are not decided by a decision that %s', async (_what, decided, code) => {
    const { body } = await proposeOn(stage);
    expect(await recordOn(stage, body, decided)).toMatchObject({ status: 422, code });
  });

  test('are not decided on a day before they were proposed, which is after the unit results were approved', async () => {
    const { body } = await proposeOn(stage);
    expect(await recordOn(stage, body, grades(), '2026-03-15')).toMatchObject({
      status: 422,
      code: 'DECISION_DATE_EARLY',
    });
  });

  test('are not decided over another version or proposal than stands', async () => {
    const { body } = await proposeOn(stage);
    expect(await recordOn(stage, { ...body, version: 9 }, grades())).toMatchObject({ code: 'DECIDED_RECORD_CHANGED' });
    expect(await recordOn(stage, { ...body, id: stranger }, grades())).toMatchObject({ code: 'VALUE_INVALID' });
    const recorded = await recordOn(stage, body, grades());
    await proposeOn(stage, [bar]);
    const question = { path: { decisionId: recorded.body.id }, ifMatch: '"v1"' };
    expect(await stage.service.ask('releaseDecision', question, releaser)).toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await stage.service.sql('select from team_grade')).toHaveLength(0);
  });

  test('are decided by two persons, computed and decided side by side with reason and document', async () => {
    const { body: proposal } = await proposeOn(stage);
    const recorded = await recordOn(stage, proposal, grades(differing));
    const question = { path: { decisionId: recorded.body.id }, ifMatch: '"v1"' };
    expect((await stage.service.ask('releaseDecision', question, releaser)).status).toBe(200);
    const { body } = await stage.service.ask('listTeamGrades', { path: { cycleId } }, auditor);
    expect(body.records.map(({ computedGrade, decidedGrade }) => [computedGrade, decidedGrade])).toEqual([
      ['excellent', 'excellent'],
      ['good', 'fair'],
      ['good', 'good'],
      ['good', 'good'],
      ['good', 'good'],
      ['fair', 'fair'],
    ]);
    expect(body.records[1]).toMatchObject({
      reason: differing[team(2)]?.reason,
      documentId: documents.grades,
      version: 1,
    });
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.evaluation.TeamGradesDecided.v1',
      payload: { cycleId, year: 2025, documentId: documents.grades, decidedOn: '2026-03-16' },
    });
    const shown = await stage.service.ask('getTeamGradeProposal', { path: { proposalId: proposal.id } }, auditor);
    expect(shown.body.state).toBe('decided');
  });

  test('once decided are not proposed again', async () => {
    expect(await proposeOn(stage)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test("are seen within the caller's places and county only", async () => {
    const list = (person: Person) => stage.service.ask('listTeamGrades', { path: { cycleId } }, person);
    expect((await list({ ...organisers, places: [] })).body.records).toHaveLength(0);
    expect((await list({ ...organisers, counties: abroad.counties ?? [] })).status).toBe(404);
    expect(await list(office)).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
  });
});
