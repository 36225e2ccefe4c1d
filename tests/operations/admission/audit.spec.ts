// What the audit log tells of refusals: each of an identified caller's command, whatever refused it, and nothing of plain reads.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/integration.ts';
import type { Received } from '#services/integration/handler.ts';
import { integration } from '#services/integration/service.ts';
import { authorizeOffice } from '../../support/integration/decisions.ts';
import { specKeys } from '../../support/integration/world.ts';
import { type Person, type Question, type ServiceUnderTest, serviceUnderTest } from '../../support/service.ts';

const [county, other] = ['330381', '330382'];
const office: Person = { subject: 'office-1', roles: ['assessment_office'], counties: [county] };
const draft = {
  county,
  organ: '瑞安市考核工作委员会（虚构）',
  code: '瑞考委',
  year: 2025,
  number: 7,
  title: '通知（虚构）',
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

interface Entry {
  readonly county: string | null;
  readonly subject: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly recordId: string | null;
}

/** The entries that a request left behind. */
const entriesOf = async (
  question: Question,
  person: Person,
  operation: keyof operations = 'registerDocument',
): Promise<Entry[]> => {
  const [before] = await service.sql<{ id: string }>('select coalesce(max(id), 0)::text as id from audit_entry');
  await service.ask(operation, question, person);
  const rows = await service.sql<{ body: Buffer }>('select body from audit_entry where id > $1 order by id', [
    before?.id,
  ]);
  return rows.map(({ body }) => JSON.parse(String(body)) as Entry);
};

describe('the refusal of a command is audited', () => {
  test.each<[string, string, Question, Person]>([
    ['for a missing authority', 'AUTHORITY_MISSING', { body: draft }, { ...office, roles: ['leader'] }],
    ['of another county', 'OUT_OF_SCOPE', { body: { ...draft, county: other } }, office],
    ['for a body that does not fit', 'REQUEST_INVALID', { body: { ...draft, number: 'x' } }, office],
    ['for a wrong media type', 'MEDIA_TYPE_UNSUPPORTED', { body: draft, contentType: 'text/csv' }, office],
    ['without an Idempotency-Key', 'IDEMPOTENCY_KEY_MISSING', { body: draft, idempotencyKey: null }, office],
    ['by its own rules', 'DOCUMENT_SECRET', { body: { ...draft, secrecy: 'secret' } }, office],
  ])('%s', async (_what, code, question, person) => {
    expect(await entriesOf(question, person)).toMatchObject([
      { county, subject: 'office-1', event: 'document-registered', outcome: 'refused', code, recordId: null },
    ]);
  });

  test('under no county, where the caller has several and the named one is not among them', async () => {
    const person = { ...office, counties: [county, '330302'] };
    expect(await entriesOf({ body: { ...draft, county: other } }, person)).toMatchObject([
      { county: null, code: 'OUT_OF_SCOPE' },
    ]);
  });

  test('without the text that was sent', async () => {
    const secret = `绝密事项${randomUUID()}`;
    const entries = await entriesOf({ body: { ...draft, title: secret, secrecy: 'secret' } }, office);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });
});

describe('the refusal of an audited read', () => {
  const personId = randomUUID();
  const purpose = '核对任职';

  test.each<[string, Person]>([
    ['AUTHORITY_MISSING', { ...office, roles: ['leader'] }],
    ['NOT_FOUND', { ...office, roles: ['organization_department'] }],
  ])('names the record that was asked for: %s', async (code, person) => {
    expect(await entriesOf({ path: { personId }, query: { purpose } }, person, 'getPerson')).toMatchObject([
      { code, recordId: personId },
    ]);
  });

  test('names none where the path holds no id', async () => {
    const entries = await entriesOf({ path: { personId: '张三' }, query: { purpose } }, office, 'getPerson');
    expect(entries).toMatchObject([{ outcome: 'refused', recordId: null }]);
  });
});

test('the refusal of a plain read is not audited', async () => {
  const count = async (): Promise<unknown> => service.sql('select count(*) from audit_entry');
  const before = await count();
  const answer = await service.ask('listDocuments', { query: { county: other } }, office);
  expect(answer.code).toBe('OUT_OF_SCOPE');
  expect(await count()).toEqual(before);
});
