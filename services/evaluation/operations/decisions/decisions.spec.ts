// Recorded decisions on unit results: entered by one person, released by another, over the results as the organ saw them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleId, documents, unitIdOf } from '../../../../tests/support/evaluation/facts.ts';
import {
  abroad,
  auditor,
  both,
  office,
  recorder,
  releaser,
  signerOf,
} from '../../../../tests/support/evaluation/people.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import type { Person } from '../../../../tests/support/service.ts';
import { county } from '../../../../tests/support/small-directory.ts';

const stranger = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
const first = '330381001000';

let stage: Stage;
let digest = '';
beforeAll(async () => {
  stage = await openStage();
  await stage.to('objections-decided');
  await stage.service.beginDay(county, '2026-03-16');
  digest = (await stage.cycle()).body.resultDigest ?? '';
});
afterAll(() => stage.service.stop());

const decision = {
  organ: '瑞安市考核工作委员会（虚构）',
  documentId: documents.decision,
  decidedOn: '2026-03-16',
  attachmentDigest: 'b'.repeat(64),
};
const record = (changes: object = {}, person: Person = recorder) =>
  stage.service.ask(
    'recordDecision',
    { body: { subject: 'unit-results', county, cycleId, decision, resultDigest: digest, ...changes } },
    person,
  );
const release = (decisionId: string, person: Person, ifMatch = '"v1"') =>
  stage.service.ask('releaseDecision', { path: { decisionId }, ifMatch }, person);
const results = (person: Person, query: Record<string, string> = {}) =>
  stage.service.ask('listUnitResults', { path: { cycleId }, query }, person);
const ranks = (person: Person, query: Record<string, string> = {}) =>
  stage.service.ask('listUnitRanks', { path: { cycleId }, query }, person);

describe('a decision on unit results', () => {
  test.each([
    [
      'over other results than those that stand',
      { resultDigest: 'c'.repeat(64) },
      recorder,
      409,
      'DECIDED_RECORD_CHANGED',
    ],
    [
      'of a day before the objections were closed',
      { decision: { ...decision, decidedOn: '2026-02-05' } },
      recorder,
      422,
      'DECISION_DATE_EARLY',
    ],
    [
      'by a document that nobody registered',
      { decision: { ...decision, documentId: stranger } },
      recorder,
      422,
      'DOCUMENT_UNKNOWN',
    ],
    [
      'that the organ has not taken yet',
      { decision: { ...decision, decidedOn: '2026-03-17' } },
      recorder,
      422,
      'DECISION_DATE_AHEAD',
    ],
    ['on a cycle that is none', { cycleId: stranger }, recorder, 422, 'CYCLE_UNKNOWN'],
    ['by the office', {}, office, 403, 'AUTHORITY_MISSING'],
    ['in another county', { county: '330382' }, recorder, 403, 'OUT_OF_SCOPE'],
    ['with grades', { grades: [] }, recorder, 400, 'REQUEST_INVALID'],
  ])('%s is not recorded', async (_what, changes, person, status, code) => {
    expect(await record(changes, person)).toMatchObject({ status, code });
    expect(await stage.service.sql('select from decision')).toHaveLength(0);
  });

  test('is recorded and changes nothing by itself', async () => {
    const answer = await record({}, both);
    expect(answer).toMatchObject({
      status: 201,
      etag: '"v1"',
      body: { state: 'recorded', recordedBy: both.subject, releasedBy: null, resultDigest: digest },
    });
    expect((await stage.cycle()).body.state).toBe('objections-decided');
    expect(await record({}, both)).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  test('is recorded for any day from that on which the objections were closed', async () => {
    const early = { ...decision, decidedOn: '2026-02-06', attachmentDigest: 'f'.repeat(64) };
    expect(await record({ decision: early })).toMatchObject({ status: 201 });
    await stage.service.sql('delete from decision where decided_on = $1', ['2026-02-06']);
  });

  test('is not released by the person who recorded it, whatever roles they have', async () => {
    const { body } = await record({ decision: { ...decision, attachmentDigest: 'd'.repeat(64) } }, both);
    expect(await release(body.id, both)).toMatchObject({ status: 403, code: 'RELEASE_BY_RECORDER' });
    expect((await stage.cycle()).body.state).toBe('objections-decided');
  });

  test('is not released on a stale version, without the authority, or from another county', async () => {
    const { body } = await stage.service.ask('listDecisions', { query: { county } }, auditor);
    const id = body.records[0]?.id ?? '';
    expect(await release(id, releaser, '"v7"')).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    expect(await release(id, recorder)).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    expect(await release(id, { ...releaser, counties: abroad.counties ?? [] })).toMatchObject({ status: 404 });
    expect(await release(stranger, releaser)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('is not released when a sheet is another than the organ saw', async () => {
    const { body } = await record({ decision: { ...decision, attachmentDigest: 'e'.repeat(64) } });
    await stage.service.sql("update score_sheet set digest = repeat('0', 64) where rank = 6");
    expect(await release(body.id, releaser)).toMatchObject({ status: 409, code: 'DECIDED_RECORD_CHANGED' });
    expect(await stage.service.sql('select from unit_result')).toHaveLength(0);
    await stage.service.sql('update score_sheet set digest = run.digest from run where rank = 6');
    await stage.service.sql('delete from decision where attachment_digest = $1', ['e'.repeat(64)]);
  });
});

describe('a released decision', () => {
  let released = '';
  beforeAll(async () => {
    // The sheet was put back with a digest that is not its own: a new stage has none of that.
    await stage.service.stop();
    stage = await openStage();
    await stage.to('objections-decided');
    await stage.service.beginDay(county, '2026-03-16');
    digest = (await stage.cycle()).body.resultDigest ?? '';
    released = (await record()).body.id;
  });

  test('approves the results, and says who entered and who released it', async () => {
    const other = await record({ decision: { ...decision, attachmentDigest: 'd'.repeat(64) } });
    const answers = await Promise.all([release(released, releaser), release(released, both)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const answer = await stage.service.ask('getDecision', { path: { decisionId: released } }, auditor);
    expect(answer).toMatchObject({
      status: 200,
      etag: '"v2"',
      body: { state: 'released', recordedBy: recorder.subject, releasedOn: '2026-03-16' },
    });
    expect((await stage.cycle()).body).toMatchObject({ state: 'approved', decisionId: released });
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.evaluation.UnitResultsApproved.v1',
      payload: { decisionId: released, documentId: documents.decision, count: 6, digest },
    });
    expect(await release(released, releaser, '"v2"')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await release(other.body.id, releaser)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('gives results that county offices see, and nobody else before they are announced', async () => {
    expect((await results(office)).body.records.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await results(signerOf(first))).body.records).toHaveLength(0);
    expect((await results(abroad)).status).toBe(404);
  });

  test('gives ranks to county offices alone before they are announced', async () => {
    expect((await ranks(office)).body.records.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await ranks(signerOf(first))).body.records).toHaveLength(0);
    expect((await ranks(abroad)).status).toBe(404);
  });

  test('gives results that a township sees of itself once announced, beside the ranks of all without their totals', async () => {
    await stage.command('announceUnitResults');
    const own = await results(signerOf(first));
    expect(own.body.records).toMatchObject([
      { total: '100', rank: 1, decisionId: released, announcedOn: '2026-03-16', unitId: unitIdOf(first) },
    ]);
    expect((await results({ ...signerOf(first), places: [] })).body.records).toHaveLength(0);
    const page = await ranks(signerOf(first), { limit: '4' });
    expect(page.body.records).toHaveLength(4);
    expect(Object.keys(page.body.records[0] ?? {})).not.toContain('total');
    const rest = await ranks(signerOf(first), { limit: '4', cursor: page.body.next ?? '' });
    expect([...page.body.records, ...rest.body.records].map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('gives results that county offices and the province read whole, page by page', async () => {
    const province: Person = { subject: 'province-1', roles: ['provincial_platform'], counties: [county] };
    for (const person of [office, province]) {
      const page = await results(person, { limit: '4' });
      const rest = await results(person, { limit: '4', cursor: page.body.next ?? '' });
      expect([...page.body.records, ...rest.body.records].map(({ total }) => total)).toEqual([
        '100',
        '95',
        '90',
        '89.2',
        '80',
        '66',
      ]);
    }
  });

  test('gives results that go to the province when they are announced', async () => {
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.evaluation.UnitResultsAnnounced.v1',
      payload: { year: 2025, decisionId: released, documentId: documents.decision, announcedOn: '2026-03-16' },
    });
    expect(event?.payload['results']).toHaveLength(6);
  });

  test('gives results that never move: plans, teams and days that come later leave them as they are', async () => {
    const before = (await results(auditor)).body;
    await stage.service.receive('cn.jixiao.targets.PlanPublished.v1', county, {
      planId: stranger,
      cycleId,
      unitId: before.records[5]?.unitId ?? '',
      placeId: before.records[5]?.placeId ?? '',
      version: 2,
      publishedOn: '2026-03-17',
      targets: [],
    });
    await stage.service.beginDay(county, '2026-04-01');
    expect((await results(auditor)).body).toEqual(before);
    await expect(stage.service.sql(`set role evaluation; update unit_result set total = 0`)).rejects.toThrow(
      'permission denied',
    );
    await stage.service.sql('reset role');
  });

  test('is listed by subject and state', async () => {
    const list = async (query: Record<string, string>) =>
      (await stage.service.ask('listDecisions', { query: { county, ...query } }, auditor)).body.records.length;
    expect([await list({}), await list({ state: 'released' }), await list({ subject: 'team-grades' })]).toEqual([
      2, 1, 0,
    ]);
    const { body } = await stage.service.ask('getDecision', { path: { decisionId: released } }, auditor);
    expect(body).toMatchObject({ id: released, decision, grades: [], proposalId: null });
  });
});

describe('where the rules of the cycle show the totals of others', () => {
  test.each([
    ['shown', 6],
    ['hidden', 1],
  ] as const)('(%s) a township reads %d results once they are announced', async (othersTotals, count) => {
    const open = await openStage({ rules: { resultVisibility: { othersTotals, source: 'assumed' } } });
    try {
      await open.to('approved');
      const seen = () => open.service.ask('listUnitResults', { path: { cycleId } }, signerOf(first));
      expect((await seen()).body.records).toHaveLength(0);
      await open.command('announceUnitResults');
      expect((await seen()).body.records).toHaveLength(count);
    } finally {
      await open.service.stop();
    }
  });
});
