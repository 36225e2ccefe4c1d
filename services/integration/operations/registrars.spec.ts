// An organ's documents are registered by whom the organ authorised, and a second text under a number is a correction with a reason.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/integration.ts';
import { specKeys } from '../../../tests/support/integration/world.ts';
import { type Person, type ServiceUnderTest, serviceUnderTest } from '../../../tests/support/service.ts';
import type { Received } from '../handler.ts';
import { integration } from '../service.ts';

const county = '330381';
const committee = '瑞安市考核工作委员会（虚构）';
const street = '瑞安市安阳街道办事处';
const streetId = '6f1b0bd0-0000-5000-8000-0000000000a1';
const security: Person = { roles: ['security_administrator'] };
const recorder: Person = { roles: ['decision_recorder'] };
const signer: Person = { roles: ['township_signer'], organisation: streetId };
const draft = {
  county,
  organ: committee,
  code: '瑞考委',
  year: 2025,
  number: 1,
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
  await service.sql(
    `insert into organisation (id, county, credit_code, name, kind, department, place_id, valid_from, valid_to, version)
     values ($1, $2, '11330381000000001X', $3, 'government', null, $1, '2020-01-01', null, 1)`,
    [streetId, county, street],
  );
});
afterAll(() => service.stop());

const register = (person: Person, more: object = {}) =>
  service.ask('registerDocument', { body: { ...draft, ...more } }, person);
const authorize = (more: object, person: Person = security) =>
  service.ask('authorizeRegistrar', { body: { county, organ: committee, basis: '授权函（虚构）', ...more } }, person);

describe('nobody registers a document of an organ that has not authorised them', () => {
  test.each<[string, Person, object]>([
    ['the assessment office', { roles: ['assessment_office'] }, {}],
    ['a decision recorder', recorder, {}],
    ['a township’s signer', signer, {}],
    ['a signer in the name of another township', signer, { organ: '瑞安市玉海街道办事处' }],
    ['a signer in a name that begins as the own one', signer, { organ: `${street}党工委` }],
    ['a signer without an organisation', { roles: ['township_signer'] }, { organ: street }],
  ])('%s', async (_who, person, more) => {
    expect(await register(person, more)).toMatchObject({ status: 403, code: 'REGISTRAR_UNAUTHORIZED' });
  });

  test('and nothing is stored', async () => {
    expect(await service.sql('select from document')).toEqual([]);
  });
});

test('an organisation of the directory registers documents under its own name', async () => {
  expect(await register(signer, { organ: street, code: '安街办' })).toMatchObject({ status: 201 });
});

describe('an authorisation', () => {
  test.each<[string, object, string]>([
    ['without a role and an organisation', {}, 'VALUE_INVALID'],
    ['with both', { role: 'decision_recorder', organisationId: streetId }, 'VALUE_INVALID'],
    ['of a role that registers nothing', { role: 'voter' }, 'REQUEST_INVALID'],
    ['without a basis that shows', { role: 'decision_recorder', basis: '\u200b' }, 'REQUEST_INVALID'],
    ['of another county', { role: 'decision_recorder', county: '330382' }, 'OUT_OF_SCOPE'],
  ])('%s is refused', async (_case, more, code) => {
    expect(await authorize(more)).toMatchObject({ code });
  });

  test.each(['assessment_office', 'decision_recorder', 'system_administrator'] as const)(
    'by %s is refused',
    async (role) => {
      expect(await authorize({ role: 'decision_recorder' }, { roles: [role] })).toMatchObject({
        code: 'AUTHORITY_MISSING',
      });
    },
  );

  test('lets whoever holds the role register, until it is ended; what was registered stays', async () => {
    const given = await authorize({ role: 'decision_recorder' });
    expect(given).toMatchObject({
      status: 201,
      etag: '"v1"',
      body: { organ: committee, role: 'decision_recorder', endedOn: null },
    });
    expect(await authorize({ role: 'decision_recorder' })).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
    expect(await register(recorder)).toMatchObject({ status: 201, body: { registeredOn: '2025-01-10' } });
    expect(await register({ roles: ['assessment_office'] }, { number: 2 })).toMatchObject({
      code: 'REGISTRAR_UNAUTHORIZED',
    });

    const path = { registrarId: given.body.id };
    const end = (ifMatch: string) =>
      service.ask('endRegistrar', { path, ifMatch, body: { reason: '人员调整' } }, security);
    expect(await end('"v2"')).toMatchObject({ status: 412 });
    expect(await end('"v1"')).toMatchObject({ status: 200, body: { endedOn: '2025-01-10', endReason: '人员调整' } });
    expect(await end('"v2"')).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await register(recorder, { number: 3 })).toMatchObject({ code: 'REGISTRAR_UNAUTHORIZED' });

    expect(await authorize({ role: 'decision_recorder' })).toMatchObject({ status: 201 });
    expect(await register(recorder, { number: 3 })).toMatchObject({ status: 201 });
    const { body } = await service.ask('listRegistrars', { query: { county } }, security);
    expect(new Set(body.records.map(({ role, endedOn }) => `${role} ${endedOn}`))).toEqual(
      new Set(['decision_recorder 2025-01-10', 'decision_recorder null']),
    );
  });

  test('to an organisation lets its people register in the organ’s name', async () => {
    expect(await authorize({ organisationId: streetId.toUpperCase() })).toMatchObject({ status: 201 });
    expect(await register(signer, { number: 4 })).toMatchObject({ status: 201 });
  });

  test('is audited with its record', async () => {
    const entries = await service.sql<{ body: Buffer }>('select body from audit_entry');
    const events = entries.map(({ body }) => JSON.parse(String(body)) as { event: string; outcome: string });
    expect(events.filter(({ event, outcome }) => event === 'registrar-authorized' && outcome === 'done')).toHaveLength(
      3,
    );
    expect(events.filter(({ event, outcome }) => event === 'registrar-ended' && outcome === 'done')).toHaveLength(1);
  });
});

describe('another document under a number that is registered', () => {
  const other = { number: 40, digest: 'b'.repeat(64) };

  test.each([
    ['with another digest', other],
    ['with another date', { number: 40, date: '2025-01-07' }],
  ])('%s is refused with the one that there is', async (_case, more) => {
    await register(recorder, { number: 40 });
    expect(await register(recorder, more)).toMatchObject({
      status: 409,
      code: 'DOCUMENT_NUMBER_TAKEN',
    });
  });

  test('corrects it with a reason, and each reads which the other is', async () => {
    const first = await register(recorder, { number: 41 });
    const correction = { number: 41, digest: 'c'.repeat(64), corrects: first.body.id, correctionReason: '附件漏页' };
    const second = await register(recorder, correction);
    expect(second).toMatchObject({ status: 201, body: { corrects: first.body.id, correctionReason: '附件漏页' } });
    const read = await service.ask('getDocument', { path: { documentId: first.body.id } }, recorder);
    expect(read.body).toMatchObject({ digest: draft.digest, correctedBy: second.body.id, corrects: null });
    expect(await register(recorder, { ...correction, digest: 'd'.repeat(64) })).toMatchObject({
      code: 'VALUE_INVALID',
    });
    const third = { ...correction, digest: 'd'.repeat(64), corrects: second.body.id };
    expect(await register(recorder, third)).toMatchObject({ status: 201 });
  });

  test.each<[string, object]>([
    ['without a reason', { corrects: streetId }],
    ['without the document', { correctionReason: '漏页' }],
    ['of a document that is not of this number', { corrects: streetId, correctionReason: '漏页' }],
  ])('is no correction %s', async (_case, more) => {
    expect(await register(recorder, { ...other, number: 42, ...more })).toMatchObject({
      status: 422,
      code: 'VALUE_INVALID',
    });
  });

  test('is taken once of two that come at the same moment', async () => {
    const answers = await Promise.all(
      ['e', 'f'].map((digit) => register(recorder, { number: 43, digest: digit.repeat(64) })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  });
});
