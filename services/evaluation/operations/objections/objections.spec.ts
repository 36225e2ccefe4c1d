// Objections to notified scores (杭州市绩效管理条例 art 25): three working days to raise, ten to decide, each to the day.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleId, documents, unitIdOf } from '../../../../tests/support/evaluation/facts.ts';
import { abroad, auditor, office, recorder, releaser, signerOf } from '../../../../tests/support/evaluation/people.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import type { Person } from '../../../../tests/support/service.ts';
import { county } from '../../../../tests/support/small-directory.ts';

const second = '330381002000';
const third = '330381003000';
const fourth = '330381004000';
const stranger = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.to('scored');
});
afterAll(() => stage.service.stop());

const raise = (code: string, changes: object = {}, person: Person = signerOf(code)) =>
  stage.service.ask(
    'raiseObjection',
    {
      body: {
        county,
        cycleId,
        unitId: unitIdOf(code),
        indicatorCode: 'water',
        claim: '上游断面责任不属本镇，请予核减。',
        ...changes,
      },
    },
    person,
  );
const idOf = async (code: string): Promise<string> => {
  const { body } = await stage.service.ask('listObjections', { query: { county, unitId: unitIdOf(code) } }, office);
  return body.records[0]?.id ?? '';
};
const decide = async (code: string, body: object, person: Person = office, ifMatch = '"v1"') =>
  stage.service.ask('decideObjection', { path: { objectionId: await idOf(code) }, body, ifMatch }, person);
// Water is scored by its ratio to the best, 100: 88 is 35.2 of 40 points, 90.5 is 36.2.
const corrected = (value: string, period = '2025') => ({
  outcome: 'accepted',
  correctedValues: [{ period, value }],
  reason: '经核实，数值有误，予以更正。',
  documentId: documents.answer,
});
const acceptance = corrected('90.5');
const refusal = { outcome: 'refused', reason: '数据经核实无误。', documentId: documents.answer };
const ranks = async (): Promise<Readonly<Record<string, number>>> => {
  const { body } = await stage.cycle();
  const { body: page } = await stage.service.ask('listScoreSheets', { path: { runId: body.finalRunId ?? '' } }, office);
  return Object.fromEntries(page.records.map(({ unitId, rank }) => [unitId, rank]));
};

describe('an objection', () => {
  test('is not raised before the scores are notified', async () => {
    await stage.service.beginDay(county, '2026-02-02');
    expect(await raise(second)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('may be raised from the day of the notice on, with the days of both deadlines said', async () => {
    expect(await stage.command('notifyScores')).toMatchObject({
      body: { notifiedOn: '2026-02-02', objectionsDueOn: '2026-02-05', decisionsDueOn: '2026-02-26' },
    });
    const answer = await raise(second, { documentId: documents.answer });
    expect(answer).toMatchObject({
      status: 201,
      etag: '"v1"',
      body: { state: 'raised', raisedOn: '2026-02-02', dueOn: '2026-02-14', decision: null },
    });
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.evaluation.ObjectionRaised.v1',
      payload: { unitId: unitIdOf(second), indicatorCode: 'water', dueOn: '2026-02-14' },
    });
  });

  test.each([
    ['of a unit to an indicator that it objected to before', second, {}, signerOf(second), 409, 'ALREADY_EXISTS'],
    ["by another township's signer", second, { indicatorCode: 'revenue' }, signerOf(third), 404, 'NOT_FOUND'],
    ['by the office', third, {}, office, 403, 'AUTHORITY_MISSING'],
    ['of a unit that is none', third, { unitId: stranger }, signerOf(third), 404, 'NOT_FOUND'],
    ['in a cycle that is none', third, { cycleId: stranger }, signerOf(third), 422, 'CYCLE_UNKNOWN'],
    ['in another county', third, { county: '330382' }, signerOf(third), 403, 'OUT_OF_SCOPE'],
    [
      'to an indicator that the sheet does not have',
      third,
      { indicatorCode: 'x' },
      signerOf(third),
      422,
      'VALUE_INVALID',
    ],
    ['by a document that nobody registered', third, { documentId: stranger }, signerOf(third), 422, 'DOCUMENT_UNKNOWN'],
  ] as const)('is refused %s', async (_what, code, changes, person, status, wanted) => {
    expect(await raise(code, changes, person)).toMatchObject({ status, code: wanted });
  });

  test('is in time on the due day, and late on the day after', async () => {
    await stage.service.beginDay(county, '2026-02-05');
    // The clock of each starts with its receipt (art 25).
    expect(await raise(fourth)).toMatchObject({ status: 201, body: { dueOn: '2026-02-26' } });
    await stage.service.beginDay(county, '2026-02-06');
    expect(await raise(third)).toMatchObject({ status: 409, code: 'DEADLINE_PASSED' });
  });

  test('is seen by its township and by the office, by no other township and no other county', async () => {
    const get = async (person: Person) =>
      (await stage.service.ask('getObjection', { path: { objectionId: await idOf(fourth) } }, person)).status;
    expect([await get(signerOf(fourth)), await get(office), await get(signerOf(second)), await get(abroad)]).toEqual([
      200, 200, 404, 404,
    ]);
    const list = async (person: Person, query = {}) =>
      (await stage.service.ask('listObjections', { query: { county, ...query } }, person)).body.records.length;
    expect([await list(office), await list(signerOf(fourth)), await list(signerOf(third))]).toEqual([2, 1, 0]);
    expect(await list(auditor, { state: 'accepted' })).toBe(0);
  });
});

describe('the answer', () => {
  test.each([
    [
      'with points, where the rule has scored a value',
      { ...refusal, outcome: 'accepted', points: '1.8' },
      422,
      'POINTS_BY_RULE',
    ],
    ['with points that the rule could give', { ...refusal, outcome: 'accepted', points: '4.8' }, 422, 'POINTS_BY_RULE'],
    ['with points beside a value', { ...acceptance, points: '1' }, 422, 'VALUE_INVALID'],
    ['with the value that stands there', corrected('88'), 422, 'VALUE_INVALID'],
    ['with the value of a period that the indicator does not take', corrected('90.5', '2025-12'), 422, 'VALUE_INVALID'],
    ['with more places than the values of the element have', corrected('90.555'), 422, 'VALUE_INVALID'],
    ['with a value that the element cannot have', corrected('1000.01'), 422, 'VALUE_INVALID'],
    ['with a value that is no number', corrected('9e1'), 400, 'REQUEST_INVALID'],
    ['with no value at all', { ...acceptance, correctedValues: [] }, 400, 'REQUEST_INVALID'],
    ['by a document that nobody registered', { ...acceptance, documentId: stranger }, 422, 'DOCUMENT_UNKNOWN'],
    ['without a reason', { ...refusal, reason: ' ' }, 400, 'REQUEST_INVALID'],
    ['that accepts without a value', { ...refusal, outcome: 'accepted' }, 422, 'VALUE_INVALID'],
  ])('%s is refused, and nothing is changed', async (_what, body, status, code) => {
    const before = await stage.cycle();
    expect(await decide(fourth, body)).toMatchObject({ status, code });
    expect((await stage.cycle()).etag).toBe(before.etag);
  });

  test('is given by the office, on the current version', async () => {
    expect(await decide(fourth, refusal, signerOf(fourth))).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    expect(await decide(fourth, refusal, office, '"v2"')).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    expect(await decide(fourth, refusal, { ...office, places: [] })).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('that accepts corrects the value, scores it by its rule, and moves two ranks', async () => {
    const before = await stage.cycle();
    expect(await ranks()).toMatchObject({ [unitIdOf(third)]: 3, [unitIdOf(fourth)]: 4 });
    const answer = await decide(fourth, acceptance);
    expect(answer).toMatchObject({
      status: 200,
      etag: '"v2"',
      body: {
        state: 'accepted',
        decision: {
          points: '1',
          correctedValues: [{ period: '2025', value: '90.5', replaced: '88' }],
          late: false,
          ranksMoved: 2,
          decidedOn: '2026-02-06',
        },
      },
    });
    expect(await ranks()).toMatchObject({ [unitIdOf(third)]: 4, [unitIdOf(fourth)]: 3 });
    expect((await stage.cycle()).body.resultDigest).not.toBe(before.body.resultDigest);
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event?.payload).toMatchObject({ outcome: 'accepted', points: '1', ranksMoved: 2 });
  });

  test('that accepts leaves both versions of the sheets to be read', async () => {
    const { body } = await stage.cycle();
    const { body: page } = await stage.service.ask(
      'listScoreSheets',
      { path: { runId: body.finalRunId ?? '' } },
      office,
    );
    expect(page.records.map(({ version }) => version)).toEqual([1, 1, 2, 2, 1, 1]);
    const scoreSheetId = page.records.find(({ unitId }) => unitId === unitIdOf(fourth))?.id ?? '';
    const read = (query: Record<string, string>) =>
      stage.service.ask('getScoreSheet', { path: { scoreSheetId }, query }, signerOf(fourth));
    const [now, earlier] = [await read({}), await read({ version: '1' })];
    expect(now.body).toMatchObject({ version: 2, supersedes: 1, sheet: { total: '90.2', rank: 3 } });
    expect(now.body.sheet.adjustments).toEqual([]);
    expect(now.body.sheet.items[0]).toEqual(earlier.body.sheet.items[0]);
    expect(now.body.sheet.items[1]).toMatchObject({
      points: '36.2',
      trace: {
        value: '90.5',
        observations: [
          {
            period: '2025',
            value: '90.5',
            correction: { objectionId: await idOf(fourth), documentId: documents.answer, replaced: '88' },
          },
        ],
      },
    });
    expect(earlier.body).toMatchObject({ version: 1, sheet: { total: '89.2', rank: 4, adjustments: [] } });
  });

  test('is given once', async () => {
    expect(await decide(fourth, refusal, office, '"v2"')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('is awaited: no day and no decision of the organ passes an open objection', async () => {
    await stage.service.beginDay(county, '2026-02-26');
    expect((await stage.cycle()).body.state).toBe('notified');
    const { resultDigest } = (await stage.cycle()).body;
    const decision = {
      organ: '瑞安市考核工作委员会（虚构）',
      documentId: documents.decision,
      decidedOn: '2026-02-26',
      attachmentDigest: 'b'.repeat(64),
    };
    const body = { subject: 'unit-results', county, cycleId, decision, resultDigest };
    const answer = await stage.service.ask('recordDecision', { body }, recorder);
    expect(answer).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await stage.service.ask('listDecisions', { query: { county } }, releaser)).toMatchObject({
      body: { records: [] },
    });
  });

  test('after its own due day counts and says that it is late; the last one closes the objections', async () => {
    await stage.service.beginDay(county, '2026-02-27');
    const answer = await decide(second, refusal);
    expect(answer).toMatchObject({
      body: { state: 'refused', decision: { points: null, late: true, ranksMoved: 0, reason: refusal.reason } },
    });
    expect((await stage.cycle()).body).toMatchObject({ state: 'objections-decided', objectionsClosedOn: '2026-02-27' });
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.evaluation.ObjectionsClosed.v1',
      payload: { accepted: 1, refused: 1, closedOn: '2026-02-27' },
    });
  });
});

describe('objections that are all answered before their time is over', () => {
  test('stay open for others until the day after the due day', async () => {
    const other = await openStage();
    try {
      await other.to('notified');
      const body = { county, cycleId, unitId: unitIdOf(second), indicatorCode: 'water', claim: '请复核。' };
      const raised = await other.service.ask('raiseObjection', { body }, signerOf(second));
      const question = { path: { objectionId: raised.body.id }, body: refusal, ifMatch: '"v1"' };
      await other.service.beginDay(county, '2026-02-05');
      await other.service.ask('decideObjection', question, office);
      expect((await other.cycle()).body.state).toBe('notified');
      await other.service.beginDay(county, '2026-02-06');
      expect((await other.cycle()).body).toMatchObject({
        state: 'objections-decided',
        objectionsClosedOn: '2026-02-06',
      });
    } finally {
      await other.service.stop();
    }
  });
});
