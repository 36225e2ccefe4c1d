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
const security: Person = { subject: 'security-1', roles: ['security_administrator'] };
const recorder: Person = { roles: ['decision_recorder'] };
const personId = '6f1b0bd0-0000-5000-8000-0000000000b1';
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
  await service.sql(
    `insert into person (county, id, name_cipher, id_number_cipher, name_index, id_number_index, state)
     values ($1, $2, '', '', sha256('a'), sha256('b'), '1')`,
    [county, personId],
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
    ['with an organisation and a person', { organisationId: streetId, personId }, 'VALUE_INVALID'],
    ['of an organisation that the directory does not hold', { organisationId: personId }, 'VALUE_INVALID'],
    ['of a person whom the directory does not hold', { personId: streetId }, 'VALUE_INVALID'],
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

  test('to a person lets that person register, and nobody else who holds the role', async () => {
    const organ = '瑞安市委办公室（虚构）';
    expect(await authorize({ organ, personId })).toMatchObject({ status: 201, body: { personId, role: null } });
    expect(await register({ ...recorder, person: streetId }, { organ })).toMatchObject({ status: 403 });
    expect(await register(recorder, { organ })).toMatchObject({ status: 403 });
    expect(await register({ ...recorder, person: personId }, { organ })).toMatchObject({ status: 201 });
  });

  test('serves nobody who recorded it, whatever roles the issuer gave', async () => {
    const organ = '瑞安市财政局（虚构）';
    const both: Person = { subject: 'both', roles: ['security_administrator', 'assessment_office'] };
    expect(await authorize({ organ, role: 'assessment_office' }, both)).toMatchObject({ status: 201 });
    expect(await register(both, { organ })).toMatchObject({ status: 403, code: 'REGISTRAR_UNAUTHORIZED' });
    expect(await register({ roles: ['assessment_office'], subject: 'another' }, { organ })).toMatchObject({
      status: 201,
    });
  });

  test('is exported with whom it lets register, and without the subjects of tokens', async () => {
    const exported = await service.exported('registrars', county);
    expect(exported.map(({ content }) => content)).toContainEqual(
      expect.objectContaining({ organ: '瑞安市委办公室（虚构）', personId, role: null, endedOn: null }),
    );
    expect(JSON.stringify(exported)).not.toContain('subject-1');
  });

  test('is audited with its record', async () => {
    const entries = await service.sql<{ body: Buffer }>('select body from audit_entry');
    const events = entries.map(({ body }) => JSON.parse(String(body)) as { event: string; outcome: string });
    expect(events.filter(({ event, outcome }) => event === 'registrar-authorized' && outcome === 'done')).toHaveLength(
      5,
    );
    expect(events.filter(({ event, outcome }) => event === 'registrar-ended' && outcome === 'done')).toHaveLength(1);
  });
});

describe('another document under a number that is registered', () => {
  const other = { number: 40, digest: 'b'.repeat(64) };

  test.each([
    ['with another digest', other],
    ['with another date', { number: 40, date: '2025-01-07' }],
    ['with another title', { number: 40, title: '另一通知（虚构）' }],
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

  test('may bring an earlier text back, and may correct a title alone, but not nothing', async () => {
    const first = await register(recorder, { number: 44 });
    const correct = (corrects: string, more: object) =>
      register(recorder, { number: 44, corrects, correctionReason: '附件漏页', ...more });
    expect(await correct(first.body.id, {})).toMatchObject({ status: 422, code: 'VALUE_INVALID' });
    const titled = await correct(first.body.id, { title: '另一通知（虚构）' });
    expect(titled).toMatchObject({ status: 201, body: { title: '另一通知（虚构）', digest: draft.digest } });
    const back = await correct(titled.body.id, {});
    expect(back).toMatchObject({ status: 201, body: { title: draft.title, corrects: titled.body.id } });
    expect(await correct(titled.body.id, {})).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
    expect(await register(recorder, { number: 44 })).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
    expect(await correct(titled.body.id, { digest: '1'.repeat(64) })).toMatchObject({ code: 'VALUE_INVALID' });
  });

  test('corrects either of two from before corrections were kept', async () => {
    const ids = ['2', '3'].map((digit) => `6f1b0bd0-0000-5000-8000-00000000000${digit}`);
    for (const id of ids)
      await service.sql(
        `insert into document (county, id, organ, code, year, number, title, date, digest, form)
         values ($1, $2, $3, '瑞考委', 2025, 45, '旧', '2025-01-06', repeat('9', 64), 'file')`,
        [county, id, committee],
      );
    for (const corrects of ids)
      expect(await register(recorder, { number: 45, corrects, correctionReason: '附件漏页' })).toMatchObject({
        status: 201,
      });
  });

  test.each(['瑞考委\u200b', '瑞\u2060考委', '瑞考委\ufe0e', '瑞考委\u0301'])(
    'is not told apart by a code that hides something: %j',
    async (code) => {
      expect(await register(recorder, { number: 46, code })).toMatchObject({
        status: 400,
        code: 'REQUEST_INVALID',
        faults: [expect.objectContaining({ pointer: '/body/code', code: 'hidden' })],
      });
    },
  );

  test('is not told apart by the width of its code', async () => {
    expect(await register(recorder, { number: 47, code: '瑞考委A' })).toMatchObject({ status: 201 });
    expect(await register(recorder, { number: 47, code: '瑞考委Ａ' })).toMatchObject({ code: 'DOCUMENT_NUMBER_TAKEN' });
    expect(await register(recorder, { number: 47, code: '瑞考委B' })).toMatchObject({ status: 201 });
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
