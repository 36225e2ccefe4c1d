// Documents are registered once, as references, and never when they are secret.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/integration.ts';
import { authorizeOffice } from '../../../tests/support/integration/decisions.ts';
import { specKeys } from '../../../tests/support/integration/world.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../../../tests/support/service.ts';
import type { Received } from '../handler.ts';
import { integration } from '../service.ts';

const county = '330381';
const office = { roles: ['assessment_office'] as const };
const draft = {
  county,
  organ: '瑞安市考核工作委员会（虚构）',
  code: '瑞考委',
  year: 2025,
  number: 3,
  title: '关于下达2025年度目标任务的通知（虚构）',
  date: '2025-01-06',
  secrecy: 'none',
  digest: 'a'.repeat(64),
  form: 'file',
};

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await serviceUnderTest(integration({ keys: specKeys }));
  await service.beginDay(county, '2025-01-10');
  await authorizeOffice(service, draft.organ);
});
afterAll(() => service.stop());

describe('a document', () => {
  test('is registered with its number, announced by ids only, and audited', async () => {
    const answer = await service.ask('registerDocument', { body: draft }, office);
    expect(answer).toMatchObject({ status: 201, etag: '"v1"', body: { reference: '瑞考委〔2025〕3号' } });
    const [event] = (await service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.integration.DocumentRegistered.v1',
      county,
      business_date: '2025-01-10',
      payload: { documentId: answer.body.id, issuedOn: '2025-01-06' },
    });
    const [entry] = await service.sql<{ body: Buffer }>('select body from audit_entry order by id desc limit 1');
    expect(JSON.parse(String(entry?.body))).toMatchObject({
      event: 'document-registered',
      outcome: 'done',
      recordId: answer.body.id,
    });
  });

  test('with a secrecy mark is refused, and nothing of it is stored', async () => {
    for (const secrecy of ['work-secret', 'secret', 'confidential', 'top-secret']) {
      const answer = await service.ask('registerDocument', { body: { ...draft, number: 4, secrecy } }, office);
      expect(answer).toMatchObject({ status: 422, code: 'DOCUMENT_SECRET' });
    }
    expect(await service.sql('select from document where number = 4')).toHaveLength(0);
  });

  test('dated after the current business day is refused', async () => {
    const answer = await service.ask('registerDocument', { body: { ...draft, number: 5, date: '2025-01-11' } }, office);
    expect(answer).toMatchObject({ status: 422, code: 'DOCUMENT_DATE_AHEAD' });
  });

  test.each([
    ['numbered in a year two after its date', { year: 2027, date: '2025-01-10' }, 422, 'VALUE_INVALID', '/body/year'],
    ['numbered in a year two before its date', { year: 2023, date: '2025-01-10' }, 422, 'VALUE_INVALID', '/body/year'],
    ['dated before 1900', { date: '1899-12-31' }, 400, 'REQUEST_INVALID', '/body/date'],
    ['whose code hides a character', { code: '瑞\u200b考委' }, 400, 'REQUEST_INVALID', '/body/code'],
    ['whose code is a blank of no width', { code: '\u200b' }, 400, 'REQUEST_INVALID', '/body/code'],
    ['whose organ shows nothing', { organ: '\u3164' }, 400, 'REQUEST_INVALID', '/body/organ'],
    ['whose title is a combining mark', { title: '\u0301' }, 400, 'REQUEST_INVALID', '/body/title'],
    ['of the year 1', { date: '0001-01-01' }, 400, 'REQUEST_INVALID', '/body/date'],
  ])('%s is refused', async (_, given, status, code, pointer) => {
    const answer = await service.ask('registerDocument', { body: { ...draft, number: 8, ...given } }, office);
    expect(answer).toMatchObject({ status, code, faults: [expect.objectContaining({ pointer })] });
  });

  test('that is already there is not registered twice', async () => {
    await service.ask('registerDocument', { body: { ...draft, number: 6 } }, office);
    const again = await service.ask('registerDocument', { body: { ...draft, number: 6 } }, office);
    expect(again).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  test('of another county is not found, since its existence is a secret', async () => {
    const { body } = await service.ask('registerDocument', { body: { ...draft, number: 7 } }, office);
    const answer = await service.ask(
      'getDocument',
      { path: { documentId: body.id } },
      { ...office, counties: ['330382'] },
    );
    expect(answer).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

describe('the same Idempotency-Key', () => {
  test('gives the same answer again and has no second effect', async () => {
    const question = { body: { ...draft, number: 10 }, idempotencyKey: 'same-key-1' };
    const first = await service.ask('registerDocument', question, office);
    const before = await service.sql('select from outbox');
    const second = await service.ask('registerDocument', question, office);
    expect(second).toEqual(first);
    expect(await service.sql('select from outbox')).toHaveLength(before.length);
  });

  test('with another body is refused', async () => {
    await service.ask('registerDocument', { body: { ...draft, number: 11 }, idempotencyKey: 'same-key-2' }, office);
    const other = await service.ask(
      'registerDocument',
      { body: { ...draft, number: 12 }, idempotencyKey: 'same-key-2' },
      office,
    );
    expect(other).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('of concurrent twins has one effect', async () => {
    const question = { body: { ...draft, number: 13 }, idempotencyKey: 'same-key-3' };
    const answers = await Promise.all([1, 2, 3].map(() => service.ask('registerDocument', question, office)));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(await service.sql('select from document where number = 13')).toHaveLength(1);
  });

  test('is required', async () => {
    const answer = await service.ask('registerDocument', { body: draft, idempotencyKey: null }, office);
    expect(answer).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_MISSING' });
  });

  test('of a refused request is free for the corrected one', async () => {
    await service.ask(
      'registerDocument',
      { body: { ...draft, number: 14, secrecy: 'secret' }, idempotencyKey: 'same-key-4' },
      office,
    );
    const corrected = await service.ask(
      'registerDocument',
      { body: { ...draft, number: 14 }, idempotencyKey: 'same-key-4' },
      office,
    );
    expect(corrected.status).toBe(201);
  });
});

describe('a caller', () => {
  test('without the authority is refused', async () => {
    expect(await service.ask('registerDocument', { body: draft }, { roles: ['voter'] })).toMatchObject({
      status: 403,
      code: 'AUTHORITY_MISSING',
    });
  });

  test('of another county may not write here', async () => {
    const answer = await service.ask(
      'registerDocument',
      { body: { ...draft, number: 20 } },
      { ...office, counties: ['330382'] },
    );
    expect(answer).toMatchObject({ status: 403, code: 'OUT_OF_SCOPE' });
    expect(await service.sql('select from document where number = 20')).toHaveLength(0);
  });

  test('with two administrator roles is refused whatever the issuer allowed', async () => {
    const answer = await service.ask(
      'listDocuments',
      { query: { county } },
      { roles: ['system_administrator', 'audit_administrator'] },
    );
    expect(answer).toMatchObject({ status: 403, code: 'ROLES_CONFLICT' });
  });

  test('learns each field that does not fit the contract', async () => {
    const answer = await service.ask(
      'registerDocument',
      { body: { ...draft, number: 0, code: '', surplus: 1 } },
      office,
    );
    expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    expect(answer.faults.map((fault) => fault.pointer).toSorted()).toEqual([
      '/body/code',
      '/body/code',
      '/body/number',
      '/body/surplus',
    ]);
  });
});

describe('pages', () => {
  test('hold each document once, in the order of dates', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { county, limit: '2', ...(cursor === null ? {} : { cursor }) };
      const { body } = await service.ask('listDocuments', { query }, office);
      seen.push(...body.records.map((record) => record.id));
      cursor = body.next;
    } while (cursor !== null);
    const [{ n } = { n: 0 }] = await service.sql<{ n: number }>('select count(*)::int as n from document');
    expect(new Set(seen).size).toBe(n);
    expect(seen).toHaveLength(n);
  });

  test('refuse a cursor that no page gave', async () => {
    expect(await service.ask('listDocuments', { query: { county, cursor: 'abc' } }, office)).toMatchObject({
      status: 400,
      code: 'REQUEST_INVALID',
    });
  });
});
