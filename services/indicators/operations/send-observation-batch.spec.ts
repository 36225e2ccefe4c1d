// Batches of observations: taken whole, in part or not at all, and never twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import {
  finance,
  indicatorsUnderTest,
  ndjson,
  people,
  rejects,
  row,
  send,
} from '../../../tests/support/observations.ts';
import type { Person, ServiceUnderTest } from '../../../tests/support/service.ts';
import { county, placeCodes } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
});
afterAll(() => service.stop());

const observations = (period: string) =>
  service.sql<{ revision: number; value: string }>(
    'select revision, value from observation where period = $1 order by revision, element_code',
    [period],
  );

describe('a batch', () => {
  test('is taken, counted and announced by ids, count and digest', async () => {
    const month = { period: '2025-01', asOf: '2025-02-08' };
    const answer = await send(service, ndjson([row(month), row({ ...month, element: 'EC-2' })]), { period: '2025-01' });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        state: 'accepted',
        rowCount: 2,
        addedCount: 2,
        supersededCount: 0,
        rejectedCount: 0,
        receivedOn: '2025-09-10',
      },
    });
    const [event] = (await service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.indicators.ObservationBatchAccepted.v1',
      key: answer.body.id,
      payload: {
        batchId: answer.body.id,
        setId: answer.body.setId,
        number: 1,
        count: 2,
        period: '2025-01',
        rejectedCount: 0,
      },
    });
  });

  test('that comes again changes nothing and answers 200 as the first time', async () => {
    const rows = ndjson([row({ period: '2025-02', asOf: '2025-03-08' })]);
    const first = await send(service, rows, { period: '2025-02', source: 'again' });
    const events = (await service.sent()).length;
    const again = await send(service, rows, { period: '2025-02', source: 'again' });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(await observations('2025-02')).toHaveLength(1);
    expect(await service.sent()).toHaveLength(events);
  });

  test('with the same rows in other bytes changes nothing either, and is announced to nobody', async () => {
    const events = (await service.sent()).length;
    const other = await send(service, ndjson([row({ period: '2025-02', asOf: '2025-03-08', value: '12.5' })]), {
      period: '2025-02',
    });
    expect(other).toMatchObject({ status: 201, body: { addedCount: 0, unchangedCount: 1, setId: null } });
    expect(await observations('2025-02')).toHaveLength(1);
    expect(await service.sent()).toHaveLength(events);
  });

  test('under the same Idempotency-Key has one effect; with another body the key is refused', async () => {
    const sending = { period: '2025-05', source: 'keyed', idempotencyKey: 'one-and-the-same' };
    const may = { period: '2025-05', asOf: '2025-06-08' };
    const first = await send(service, ndjson([row(may)]), sending);
    expect(await send(service, ndjson([row(may)]), sending)).toEqual(first);
    const other = await send(service, ndjson([row({ ...may, value: '13' })]), sending);
    expect(other).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await observations('2025-05')).toHaveLength(1);
  });

  test('says who sent it by the token, whatever its sender calls the source', async () => {
    const march = (unit: string) => ndjson([row({ unit, period: '2025-03' })]);
    const senders: readonly [string, Person, string][] = [
      [placeCodes.first, people.platform, 'client:console'],
      [placeCodes.second, people.department, `organisation:${finance}`],
      [placeCodes.county, people.integration, 'service:integration'],
    ];
    for (const [unit, by, sender] of senders) {
      const { body } = await send(service, march(unit), { source: 'province', by });
      expect(body).toMatchObject({ source: 'province', sender });
      const shown = await service.ask('getObservationBatch', { path: { batchId: body.id } }, people.office);
      expect(shown.body.sender).toBe(sender);
    }
  });

  test('of the same bytes and source by another sender is a batch of its own, judged as the other’s', async () => {
    const rows = ndjson([row({ element: 'OT-1' })]);
    const first = await send(service, rows, { source: 'province' });
    expect(first.body).toMatchObject({ state: 'accepted' });
    const other = await send(service, rows, { source: 'province', by: people.department });
    expect(other).toMatchObject({ status: 201, body: { state: 'refused', sender: `organisation:${finance}` } });
    expect(other.body.id).not.toBe(first.body.id);
    expect(await rejects(service, other.body.id)).toEqual([[1, 'ELEMENT_NOT_OWN', 'element']]);
    const colleague = { ...people.department, subject: 'colleague', roles: ['department_verifier'] as const };
    const again = await send(service, rows, { source: 'province', by: colleague });
    expect(again).toMatchObject({ status: 200, body: { id: other.body.id } });
  });

  test('with all-or-nothing and one bad row is refused whole, and its bad rows are kept', async () => {
    const rows = ndjson([row({ period: '2025-06' }), row({ period: '2025-06', unit: placeCodes.second, value: 'x' })]);
    const answer = await send(service, rows, { period: '2025-06', mode: 'all-or-nothing', source: 'whole' });
    expect(answer).toMatchObject({
      status: 201,
      body: { state: 'refused', addedCount: 0, rejectedCount: 1, setId: null },
    });
    expect(await rejects(service, answer.body.id)).toEqual([[2, 'VALUE_NOT_A_NUMBER', 'value']]);
    expect(await observations('2025-06')).toEqual([]);
    const again = await send(service, rows, { period: '2025-06', mode: 'all-or-nothing', source: 'whole' });
    expect(again).toMatchObject({ status: 200, body: { id: answer.body.id } });
  });

  test('that was refused whole may come again to keep its good rows', async () => {
    const rows = ndjson([row({ period: '2025-06' }), row({ period: '2025-06', unit: placeCodes.second, value: 'x' })]);
    const answer = await send(service, rows, { period: '2025-06', source: 'whole' });
    expect(answer).toMatchObject({ status: 201, body: { state: 'partly-accepted', addedCount: 1, rejectedCount: 1 } });
    const again = await send(service, rows, { period: '2025-06', source: 'whole' });
    expect(again).toMatchObject({ status: 200, body: { id: answer.body.id } });
  });

  test('whose rows are all bad is refused, whatever the sender chose', async () => {
    const answer = await send(service, ['{}\n']);
    expect(answer).toMatchObject({ status: 201, body: { state: 'refused', rowCount: 1, rejectedCount: 1 } });
  });

  test('in part is taken further when an element became known', async () => {
    const rows = ndjson([row({ element: 'NEW-1', period: '2025-07', asOf: '2025-08-08' })]);
    const sending = { period: '2025-07', source: 'later' };
    expect(await send(service, rows, sending)).toMatchObject({ body: { state: 'refused' } });
    const known = (await service.ask('getElement', { path: { elementCode: 'EC-1' }, query: { county } }, people.office))
      .body;
    const body = { elements: [{ ...known, code: 'NEW-1' }] };
    await service.ask('putElements', { query: { county }, body }, people.integration);
    expect(await send(service, rows, sending)).toMatchObject({
      status: 201,
      body: { state: 'accepted', addedCount: 1 },
    });
  });
});

describe('a revision', () => {
  const april = { period: '2025-04', asOf: '2025-05-08' };
  const correction = { ...april, revision: 2, value: '14', status: 'corrected', reason: '财政决算调整' };
  const first = async () => send(service, ndjson([row(april)]), { period: '2025-04' });

  test('that is higher supersedes the one before, which stays in the history', async () => {
    await first();
    const answer = await send(service, ndjson([row(correction)]), { period: '2025-04' });
    expect(answer.body).toMatchObject({ addedCount: 0, supersededCount: 1 });
    expect(await observations('2025-04')).toEqual([
      { revision: 1, value: '12.5' },
      { revision: 2, value: '14' },
    ]);
  });

  test('that is known with another value, status, day or reason is a conflict', async () => {
    const changed = [
      row({ ...april, value: '99' }),
      row({ ...april, status: 'preliminary' }),
      row({ ...april, asOf: '2025-05-07' }),
      row({ ...correction, reason: '统计口径调整' }),
    ];
    for (const other of changed) {
      const answer = await send(service, ndjson([other]), { period: '2025-04' });
      expect(await rejects(service, answer.body.id)).toEqual([[1, 'REVISION_CONFLICT', 'revision']]);
    }
  });

  test('may come with the one it supersedes in one batch', async () => {
    const august = { period: '2025-08', asOf: '2025-09-08' };
    const rows = ndjson([row(august), row({ ...august, revision: 2, status: 'corrected', reason: '漏报' })]);
    expect((await send(service, rows, { period: '2025-08' })).body).toMatchObject({
      addedCount: 1,
      supersededCount: 1,
    });
  });

  test('that is lower and comes late enters the history and supersedes nothing', async () => {
    const late = { period: '2024-12', asOf: '2025-01-08' };
    const second = { ...late, revision: 2, value: '14', status: 'corrected', reason: '漏报' };
    await send(service, ndjson([row(second)]), { period: '2024-12' });
    const { body } = await send(service, ndjson([row(late)]), { period: '2024-12' });
    expect(body).toMatchObject({ addedCount: 1, supersededCount: 0 });
    const query = { county, period: '2024-12' };
    const known = await service.ask('listObservations', { query }, people.office);
    expect(known.body.records).toMatchObject([{ revision: 2, value: '14' }]);
  });

  test('that is lower than the latest one but not the lowest supersedes nothing either', async () => {
    const november = { period: '2024-11', asOf: '2024-12-08' };
    const revision = (number: number) => ({ ...november, revision: number, status: 'corrected', reason: '漏报' });
    await send(service, ndjson([row(november), row(revision(3))]), { period: '2024-11' });
    const late = await send(service, ndjson([row(revision(2)), row(revision(5)), row(revision(4))]), {
      period: '2024-11',
    });
    expect(late.body).toMatchObject({ addedCount: 1, supersededCount: 2 });
  });

  test('can not be changed or taken away, not even by the service itself', async () => {
    await expect(service.sql("update observation set value = 1 where period = '2025-04'")).rejects.toThrow(
      'append-only',
    );
    await expect(service.sql('delete from observation')).rejects.toThrow('append-only');
  });
});

describe('a request that is no batch', () => {
  test.each([
    ['without rows', [], {}, 'BATCH_UNREADABLE'],
    ['with blank lines alone', ['\n\r\n  \n'], {}, 'BATCH_UNREADABLE'],
    ['with a CSV header that lacks a column', ['element,unit\n'], { contentType: 'text/csv' }, 'BATCH_UNREADABLE'],
    ['in another media type', ['{}\n'], { contentType: 'text/plain' }, 'MEDIA_TYPE_UNSUPPORTED'],
    ['for a period that has not begun', ndjson([row()]), { period: '2025-10' }, 'PERIOD_AHEAD'],
    ['of no such mode', ndjson([row()]), { query: { mode: 'some' } }, 'REQUEST_INVALID'],
    ['of a period that is none', ndjson([row()]), { query: { period: '2025-13' } }, 'REQUEST_INVALID'],
    ['by a township', ndjson([row()]), { by: people.township }, 'AUTHORITY_MISSING'],
    ['for another county', ndjson([row()]), { query: { county: '330382' } }, 'OUT_OF_SCOPE'],
  ])('%s is refused and leaves nothing', async (_, chunks, sending, code) => {
    const before = await service.sql('select from observation_batch');
    expect(await send(service, chunks, sending)).toMatchObject({ code });
    expect(await service.sql('select from observation_batch')).toHaveLength(before.length);
    // The connection of a stream that was broken off is as good as new.
    expect((await service.ask('listElements', { query: { county } }, people.office)).status).toBe(200);
  });
});
