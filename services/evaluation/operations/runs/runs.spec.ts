// Scoring runs and score sheets: computed from the frozen set, explained down to each observation, seen by whom they concern.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { abroad, auditor, office, organisers, signerOf } from '../../../../tests/support/evaluation/people.ts';
import { performances } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import type { Person } from '../../../../tests/support/service.ts';
import { county } from '../../../../tests/support/small-directory.ts';

const first = '330381001000';
const fourth = '330381004000';

let stage: Stage;
let runId = '';
beforeAll(async () => {
  stage = await openStage();
  await stage.to('frozen');
});
afterAll(() => stage.service.stop());

const sheets = (of: string, person: Person, query: Record<string, string> = {}) =>
  stage.service.ask('listScoreSheets', { path: { runId: of }, query }, person);
const sheetOf = async (code: string, person: Person, query: Record<string, string> = {}) => {
  const all = await sheets(runId, office);
  const scoreSheetId = all.body.records.find(({ unitId }) => unitId === stage.unitId(code))?.id ?? '';
  return stage.service.ask('getScoreSheet', { path: { scoreSheetId }, query }, person);
};

describe('a run', () => {
  test('on trial may be repeated, with the same result and no event', async () => {
    const before = (await stage.service.sent()).length;
    const [one, two] = [await stage.run('trial'), await stage.run('trial')];
    expect(one).toMatchObject({ status: 201, body: { number: 1, kind: 'trial', sheetCount: 6, targetCount: 6 } });
    expect(two.body).toMatchObject({ number: 2, digest: one.body.digest });
    expect(await stage.service.sent()).toHaveLength(before);
    expect((await stage.cycle()).body.state).toBe('frozen');
  });

  test('on trial is nothing that a township may see', async () => {
    const { body } = await stage.service.ask('listRuns', { path: { cycleId: stage.cycleId } }, auditor);
    const [newest] = body.records;
    expect(body.records.map(({ number }) => number)).toEqual([2, 1]);
    expect(await sheets(newest?.id ?? '', signerOf(first))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await sheets(newest?.id ?? '', organisers)).body.records).toHaveLength(6);
  });

  test('is started by the office on the current version of the cycle', async () => {
    const question = { path: { cycleId: stage.cycleId }, body: { kind: 'final' }, ifMatch: '"v1"' };
    expect(await stage.service.ask('startRun', question, office)).toMatchObject({ code: 'ETAG_STALE' });
    expect(await stage.service.ask('startRun', question, auditor)).toMatchObject({ code: 'AUTHORITY_MISSING' });
  });

  test('that is asked for again with its key is the same run', async () => {
    const ifMatch = (await stage.cycle()).etag ?? '';
    const question = {
      path: { cycleId: stage.cycleId },
      body: { kind: 'trial' },
      ifMatch,
      idempotencyKey: 'run-key-1',
    };
    const [one, two] = [
      await stage.service.ask('startRun', question, office),
      await stage.service.ask('startRun', question, office),
    ];
    expect(two).toEqual(one);
    expect(await stage.service.sql('select from run')).toHaveLength(3);
  });

  test('that is final makes the cycle scored, once, however many ask at the same time', async () => {
    const question = {
      path: { cycleId: stage.cycleId },
      body: { kind: 'final' },
      ifMatch: (await stage.cycle()).etag ?? '',
    };
    const finals = await Promise.all([1, 2, 3].map(() => stage.service.ask('startRun', question, office)));
    expect(finals.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 412, 412]);
    const final = finals.find(({ status }) => status === 201) ?? finals[0];
    if (final === undefined) throw new Error('no run was asked for');
    runId = final.body.id;
    expect(final).toMatchObject({ status: 201, body: { number: 4, kind: 'final' } });
    const { body } = await stage.cycle();
    expect(body).toMatchObject({ state: 'scored', finalRunId: runId, resultDigest: final.body.digest });
    expect(await stage.run('final')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await stage.run('trial')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('of another county is not found', async () => {
    expect((await stage.service.ask('getRun', { path: { runId } }, abroad)).status).toBe(404);
    expect((await sheets(runId, abroad)).status).toBe(404);
  });
});

describe('the score sheets', () => {
  test('are ranked by their rounded totals', async () => {
    const { body } = await sheets(runId, office);
    expect(body.records.map(({ total, rank }) => [total, rank])).toEqual([
      ['100', 1],
      ['95', 2],
      ['90', 3],
      ['89.2', 4],
      ['80', 5],
      ['66', 6],
    ]);
  });

  test('are paged in that order', async () => {
    const one = await sheets(runId, office, { limit: '4' });
    const two = await sheets(runId, office, { limit: '4', cursor: one.body.next ?? '' });
    expect([...one.body.records, ...two.body.records].map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(two.body.next).toBeNull();
  });

  test.each([
    ['all', 'x', 'y'],
    ['all', '1', 'y'],
    ['all', '1'],
  ])('refuse a cursor that no page gave: %j', async (...parts) => {
    const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect(await sheets(runId, office, { cursor })).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });

  test('explain a total down to each observation', async () => {
    const { body } = await sheetOf(fourth, office);
    const [revenue, water] = body.sheet.items;
    expect(body).toMatchObject({ version: 1, supersedes: null, observationSetId: stage.set.setId });
    expect(body.sheet).toMatchObject({ total: '89.2', rank: 4, rankedUnits: 6, tied: false, adjustments: [] });
    expect(revenue).toMatchObject({
      points: '54',
      trace: { value: '90', target: { value: '100' }, observations: [{ period: '2025', revision: 1, value: '90' }] },
    });
    expect(water).toMatchObject({
      points: '35.2',
      trace: { value: '88', peers: { count: 6, best: '100', worst: '60' } },
    });
  });

  test("are no township's to see before the scores were notified, not even its own", async () => {
    expect(await sheetOf(first, signerOf(first))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await sheets(runId, signerOf(first))).status).toBe(404);
  });

  test("are each township's own once the scores were notified", async () => {
    await stage.service.beginDay(county, '2026-02-02');
    await stage.command('notifyScores');
    expect((await sheetOf(first, signerOf(first))).body.sheet.total).toBe('100');
    expect(await sheetOf(first, signerOf(fourth))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    const { body } = await sheets(runId, signerOf(first));
    expect(body.records.map(({ unitId }) => unitId)).toEqual([stage.unitId(first)]);
    const runs = await stage.service.ask('listRuns', { path: { cycleId: stage.cycleId } }, auditor);
    const tried = runs.body.records.find(({ kind }) => kind === 'trial')?.id ?? '';
    expect(await sheets(tried, signerOf(first))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test("are not found in a version that they don't have", async () => {
    expect(await sheetOf(first, office, { version: '2' })).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('can be changed by nobody', async () => {
    const { rows } = {
      rows: await stage.service.sql<{ n: number }>(
        `select count(*)::int as n from information_schema.role_table_grants
       where grantee = 'evaluation' and table_name in ('score_sheet', 'run', 'unit_result', 'team_grade', 'frozen_observation')
         and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
      ),
    };
    expect(rows[0]?.n).toBe(0);
  });
});

describe('a missing value', () => {
  const without = (change: object) => performances.map((one, index) => (index === 3 ? { ...one, ...change } : one));

  test('of an indicator that blocks refuses the run, names unit and indicator, and stores nothing', async () => {
    const blocked = await openStage({ performances: without({ revenue: null }) });
    try {
      await blocked.to('frozen');
      const answer = await blocked.run('trial');
      expect(answer).toMatchObject({ status: 422, code: 'RUN_BLOCKED' });
      expect(answer.faults).toMatchObject([
        { code: 'OBSERVATION_MISSING', expected: expect.stringContaining(blocked.unitId(fourth)) },
      ]);
      expect(await blocked.service.sql('select from run')).toHaveLength(0);
    } finally {
      await blocked.service.stop();
    }
  });

  test('of an indicator that counts as zero says so on the sheet', async () => {
    const lacking = await openStage({ performances: without({ water: null }) });
    try {
      await lacking.to('scored');
      const { body } = await lacking.service.ask('listRuns', { path: { cycleId: lacking.cycleId } }, office);
      const all = await lacking.service.ask('listScoreSheets', { path: { runId: body.records[0]?.id ?? '' } }, office);
      const summary = all.body.records.find(({ unitId }) => unitId === lacking.unitId(fourth));
      expect(summary).toMatchObject({ total: '54', rank: 6 });
      const sheet = await lacking.service.ask('getScoreSheet', { path: { scoreSheetId: summary?.id ?? '' } }, office);
      expect(sheet.body.sheet.items[1]).toMatchObject({
        status: 'zero',
        points: '0',
        trace: { value: null, lacking: ['2025'] },
      });
    } finally {
      await lacking.service.stop();
    }
  });

  test('of a target refuses the run too', async () => {
    const planless = await openStage();
    try {
      await planless.to('frozen');
      await planless.service.sql('delete from published_plan where unit_id = $1', [planless.unitId(fourth)]);
      const answer = await planless.run('final');
      expect(answer).toMatchObject({ status: 422, code: 'RUN_BLOCKED' });
      expect((await planless.cycle()).body.state).toBe('frozen');
    } finally {
      await planless.service.stop();
    }
  });
});
