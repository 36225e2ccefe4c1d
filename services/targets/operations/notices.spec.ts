// Supervision notices: issued on a light that calls for one, answered in time or late, accepted, closed.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Person } from '../../../tests/support/service.ts';
import { published, targetIdOf } from '../../../tests/support/targets/acts.ts';
import { county, documents, openWorld, people, places, type World } from '../../../tests/support/targets/world.ts';

let world: World;
let targetId: string;
let calmTargetId: string;
beforeAll(async () => {
  world = await openWorld('2026-01-05');
});
afterAll(() => world.service.stop());
beforeEach(async () => {
  await world.service.sql('truncate plan, target, light, decision, decided_plan, notice, outbox, actual');
  await world.service.sql('update business_day set date = $1', ['2026-01-05']);
  const plan = await published(world);
  [targetId, calmTargetId] = [targetIdOf(plan, 'EC-01'), targetIdOf(plan, 'PS-02')];
  await world.service.beginDay(county, '2026-02-05');
  const behind = { placeId: places.tangxia, elementCode: 'EC-FISCAL-REVENUE', period: '2025-12', value: '11000' };
  await world.batch([behind], '2026-02-05');
});

const unknown = '00000000-0000-5000-8000-000000000000';
type NoticeAnswer = Answer<{ readonly id: string; readonly state: string }>;
const issue = (change: object = {}, person: Person = people.office): Promise<NoticeAnswer> =>
  world.service.ask(
    'issueNotice',
    { body: { county, targetId, documentId: documents.notice1, text: '请分析原因并整改。', ...change } },
    person,
  );
const act = (
  operation: 'answerNotice' | 'acceptNoticeAnswer' | 'closeNotice',
  id: string,
  version: number,
  person: Person,
  body: object = operation === 'answerNotice' ? { text: '已调整计划。' } : { opinion: '措施具体。' },
): Promise<NoticeAnswer> =>
  world.service.ask(operation, { path: { noticeId: id }, ifMatch: `"v${version}"`, body }, person);
const events = async (): Promise<string[]> =>
  (await world.service.sent())
    .map(({ type }) => type.replace(/^.*\.(Notice\w+)\.v1$/, '$1'))
    .filter((name) => name.startsWith('Notice'));

describe('a notice issued on Thu 2026-02-05', () => {
  test('is to be answered by Thu 2026-02-26, ten working days with 春节 between', async () => {
    expect(await issue()).toMatchObject({
      status: 201,
      etag: '"v1"',
      body: { state: 'issued', colour: 'yellow', issuedOn: '2026-02-05', dueOn: '2026-02-26', answer: null },
    });
    const [event] = (await world.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.targets.NoticeIssued.v1',
      payload: { targetId, dueOn: '2026-02-26' },
    });
    expect(JSON.stringify(event)).not.toContain('整改');
  });

  test('is answered in time on the due day, accepted and closed', async () => {
    const { id } = (await issue()).body;
    await world.service.beginDay(county, '2026-02-26');
    expect(await act('answerNotice', id, 1, people.signer)).toMatchObject({
      status: 200,
      body: { state: 'answered', answer: { late: false, on: '2026-02-26', documentId: null } },
    });
    expect(await act('acceptNoticeAnswer', id, 2, people.office)).toMatchObject({ body: { state: 'accepted' } });
    expect(await act('closeNotice', id, 3, people.office)).toMatchObject({ etag: '"v4"', body: { state: 'closed' } });
    expect(await events()).toEqual(['NoticeIssued', 'NoticeAnswered', 'NoticeAccepted', 'NoticeClosed']);
  });

  test('is overdue the day after, answered late all the same, and then followed by a second one', async () => {
    const { id } = (await issue()).body;
    await world.service.beginDay(county, '2026-02-26');
    expect(await events()).toEqual(['NoticeIssued']);
    await world.service.beginDay(county, '2026-02-27');
    await world.service.beginDay(county, '2026-02-28');
    expect(await events()).toEqual(['NoticeIssued', 'NoticeOverdue']);
    const late = await act('answerNotice', id, 2, people.signer, { text: '迟复说明。', documentId: documents.answer });
    expect(late).toMatchObject({ body: { state: 'answered', answer: { late: true, documentId: documents.answer } } });
    expect((await world.service.sent()).at(-1)).toMatchObject({ payload: { late: true, answeredOn: '2026-02-28' } });
    expect(await issue({ documentId: documents.notice2 })).toMatchObject({
      status: 201,
      body: { dueOn: '2026-03-13' },
    });
  });

  test('keeps a second one out while it may still be answered in time', async () => {
    await issue();
    expect(await issue({ documentId: documents.notice2 })).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });

  test('is not issued again by the same document', async () => {
    const { id } = (await issue()).body;
    await act('answerNotice', id, 1, people.signer);
    expect(await issue()).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });
});

describe('a notice is not issued', () => {
  test.each([
    ['on a target that is not there', { targetId: unknown }, 'office', 422, 'TARGET_UNKNOWN'],
    ['by a document that is not registered', { documentId: unknown }, 'office', 422, 'DOCUMENT_UNKNOWN'],
    ['without a text', { text: ' ' }, 'office', 400, 'REQUEST_INVALID'],
    ['by a township', {}, 'signer', 403, 'AUTHORITY_MISSING'],
    ['by another county', {}, 'stranger', 403, 'OUT_OF_SCOPE'],
  ] as const)('%s', async (_, change, who, status, code) => {
    expect(await issue(change, people[who])).toMatchObject({ status, code });
    expect(await world.service.sql('select from notice')).toHaveLength(0);
  });

  test('on a grey light, since a late department is no ground', async () => {
    expect(await issue({ targetId: calmTargetId })).toMatchObject({ status: 409, code: 'NOTICE_UNFOUNDED' });
  });

  test('on a green light', async () => {
    const good = {
      placeId: places.tangxia,
      elementCode: 'EC-FISCAL-REVENUE',
      period: '2025-12',
      value: '12000',
      revision: 2,
    };
    await world.batch([good], '2026-02-05');
    expect(await issue()).toMatchObject({ status: 409, code: 'NOTICE_UNFOUNDED' });
  });

  test('twice by two who both look before either has written', async () => {
    const sql: typeof world.service.sql = (text) => world.service.sql(text);
    // Nobody can write a notice, and everybody can read whether there is one.
    await sql('begin');
    await sql('lock table notice in share mode');
    const both = Promise.all([issue(), issue({ documentId: documents.notice2 })]);
    await expect
      .poll(async () => {
        await sql('select pg_stat_clear_snapshot()');
        return sql(`select from pg_locks join pg_stat_activity using (pid)
          where not granted and datname = current_database()`);
      })
      .toHaveLength(2);
    await sql('commit');
    expect((await both).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });
});

describe('a notice is not moved', () => {
  test.each([
    ['answered by the office', 'answerNotice', 'office', 1, 403, 'AUTHORITY_MISSING'],
    ['answered by the filler', 'answerNotice', 'filler', 1, 403, 'AUTHORITY_MISSING'],
    ['answered by another township', 'answerNotice', 'otherSigner', 1, 404, 'NOT_FOUND'],
    ['accepted from another county', 'acceptNoticeAnswer', 'stranger', 1, 404, 'NOT_FOUND'],
    ['accepted before it is answered', 'acceptNoticeAnswer', 'office', 1, 409, 'STATE_CONFLICT'],
    ['closed before it is accepted', 'closeNotice', 'office', 1, 409, 'STATE_CONFLICT'],
    ['answered in a version that it never had', 'answerNotice', 'signer', 7, 412, 'ETAG_STALE'],
  ] as const)('%s', async (_, operation, who, version, status, code) => {
    const { id } = (await issue()).body;
    expect(await act(operation, id, version, people[who])).toMatchObject({ status, code });
  });

  test('by an answer that names an unknown document, or that is given twice', async () => {
    const { id } = (await issue()).body;
    expect(await act('answerNotice', id, 1, people.signer, { text: '答复', documentId: unknown })).toMatchObject({
      status: 422,
      code: 'DOCUMENT_UNKNOWN',
    });
    await act('answerNotice', id, 1, people.signer);
    expect(await act('answerNotice', id, 2, people.signer)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });
});

describe('notices', () => {
  test('are seen by the office and their township, newest first, and are not there for others', async () => {
    const { id } = (await issue()).body;
    const question = { path: { noticeId: id } };
    for (const person of [people.office, people.filler, people.signer])
      expect(await world.service.ask('getNotice', question, person)).toMatchObject({ status: 200 });
    for (const person of [people.otherFiller, people.stranger])
      expect(await world.service.ask('getNotice', question, person)).toMatchObject({ status: 404 });
    await act('answerNotice', id, 1, people.signer);
    await world.service.beginDay(county, '2026-02-10');
    const second = (await issue({ documentId: documents.notice2 })).body.id;
    const list = async (query: Record<string, string>, person: Person): Promise<string[]> =>
      (await world.service.ask('listNotices', { query: { county, ...query } }, person)).body.records.map(
        (one) => one.id,
      );
    expect(await list({}, people.office)).toEqual([second, id]);
    expect(await list({ state: 'answered' }, people.signer)).toEqual([id]);
    expect(await list({}, people.otherSigner)).toEqual([]);
    const page = await world.service.ask('listNotices', { query: { county, limit: '1' } }, people.office);
    expect(await list({ limit: '1', cursor: page.body.next ?? '' }, people.office)).toEqual([id]);
  });
});
