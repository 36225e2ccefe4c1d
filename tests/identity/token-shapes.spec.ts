// A trusted issuer may sign what nobody agreed on: each claim of another shape, type or life is refused by its name, and never fails.
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVerifier, type Verifier } from '#kernel/identity/verifier.ts';
import { Problem } from '#kernel/problem/problem.ts';
import { startTestIssuer, type TestIssuer } from './support/test-issuer.ts';

const logger = pino({ level: 'silent' });
const rolesInvalid = 'TOKEN_INVALID claim realm_access.roles';
const office = 'assessment_office';
const fromNow = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

let issuer: TestIssuer;
let verifier: Verifier;
const open = (tokenLifeSecondsMax?: number): Verifier =>
  createVerifier({
    issuers: [{ issuer: issuer.issuer }],
    audience: 'jixiao',
    logger,
    ...(tokenLifeSecondsMax === undefined ? {} : { tokenLifeSecondsMax }),
  });
beforeAll(async () => {
  issuer = await startTestIssuer();
  verifier = open();
});
afterAll(() => issuer.stop());

/** «CODE reason» of a refusal; the roles of a token that passes. */
const outcome = async (judge: Verifier, token: string): Promise<string> => {
  try {
    return [...(await judge.verify(token)).roles].join(' ');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `${error.code} ${error.params['reason']}`;
  }
};

test.each<readonly [name: string, given: () => Promise<string>, want: string]>([
  ['roles as a text', () => issuer.sign({ realm_access: { roles: 'auditor' } }), rolesInvalid],
  [
    'roles as a text that begins with a role',
    () => issuer.sign({ realm_access: { roles: 'system_administrator-former' } }),
    rolesInvalid,
  ],
  ['roles as an object', () => issuer.sign({ realm_access: { roles: { auditor: true } } }), rolesInvalid],
  ['roles as a number', () => issuer.sign({ realm_access: { roles: 1 } }), rolesInvalid],
  ['roles as null', () => issuer.sign({ realm_access: { roles: null } }), rolesInvalid],
  ['roles that are missing', () => issuer.sign({ realm_access: {} }), rolesInvalid],
  ['a role that is no text', () => issuer.sign({ realm_access: { roles: ['auditor', 1] } }), rolesInvalid],
  ['roles within roles', () => issuer.sign({ realm_access: { roles: [['auditor']] } }), rolesInvalid],
  ['realm_access as a text', () => issuer.sign({ realm_access: 'auditor' }), rolesInvalid],
  ['realm_access as a list', () => issuer.sign({ realm_access: ['auditor'] }), rolesInvalid],
  ['realm_access as null', () => issuer.sign({ realm_access: null }), rolesInvalid],
  ['a role with something behind it', () => issuer.sign({ realm_access: { roles: ['auditor-former'] } }), ''],
  ['a token of type at+jwt passes', () => issuer.sign({}, { typ: 'at+jwt' }), office],
  ['a token of type application/at+JWT passes', () => issuer.sign({}, { typ: 'application/at+JWT' }), office],
  ['a token without a type passes', () => issuer.sign({}, { typ: undefined }), office],
  ['a logout token', () => issuer.sign({}, { typ: 'logout+jwt' }), 'TOKEN_INVALID header typ'],
  ['a security event', () => issuer.sign({}, { typ: 'secevent+jwt' }), 'TOKEN_INVALID header typ'],
  ['an id token by its header', () => issuer.sign({}, { typ: 'id+jwt' }), 'TOKEN_INVALID header typ'],
  ['a life of an hour passes', () => issuer.sign({ iat: fromNow(0), exp: fromNow(3_600) }), office],
  ['a life of more than an hour', () => issuer.sign({ iat: fromNow(0), exp: fromNow(3_602) }), 'TOKEN_INVALID life'],
  ['a life of ten years', () => issuer.sign({ exp: fromNow(315_360_000) }), 'TOKEN_INVALID life'],
  ['iat an hour ahead', () => issuer.sign({ iat: fromNow(3_600), exp: fromNow(3_700) }), 'TOKEN_INVALID claim iat'],
  ['iat within the tolerance passes', () => issuer.sign({ iat: fromNow(20) }), office],
  ['iat is not a number', () => issuer.sign({ iat: 'now' }), 'TOKEN_INVALID claim iat'],
  ['no iat', () => issuer.sign({ iat: undefined }), 'TOKEN_INVALID claim iat'],
  ['a subject with NUL', () => issuer.sign({ sub: 'a\0b' }), 'TOKEN_INVALID claim sub'],
  ['a subject with a line feed', () => issuer.sign({ sub: 'a\u0085b' }), 'TOKEN_INVALID claim sub'],
  ['a subject with a mark that reorders', () => issuer.sign({ sub: 'a\u202eb' }), 'TOKEN_INVALID claim sub'],
  ['a subject with half a character', () => issuer.sign({ sub: 'a\ud800' }), 'TOKEN_INVALID claim sub'],
  ['a subject that shows nothing', () => issuer.sign({ sub: '\u200b' }), 'TOKEN_INVALID claim sub'],
  ['a subject as a number', () => issuer.sign({ sub: 7 }), 'TOKEN_INVALID claim sub'],
  ['a client with NUL', () => issuer.sign({ azp: 'a\0' }), 'TOKEN_INVALID claim azp'],
  ['a client as a list', () => issuer.sign({ azp: ['console'] }), 'TOKEN_INVALID claim azp'],
  ['a star in the middle of a county', () => issuer.sign({ counties: ['33*81'] }), 'TOKEN_INVALID claim counties'],
  ['a header type as a number', () => issuer.sign({}, { typ: 5 }), 'TOKEN_INVALID header typ'],
  ['a header type as a list', () => issuer.sign({}, { typ: ['JWT'] }), 'TOKEN_INVALID header typ'],
  ['a header type of null', () => issuer.sign({}, { typ: null }), 'TOKEN_INVALID header typ'],
  ['a header type of another media type', () => issuer.sign({}, { typ: 'text/jwt' }), 'TOKEN_INVALID header typ'],
  ['a header type with a blank', () => issuer.sign({}, { typ: 'JWT ' }), 'TOKEN_INVALID header typ'],
  ['a key id as a number', () => issuer.sign({}, { kid: 1 }), 'TOKEN_INVALID unknown key'],
  ['an address of keys in the header is not followed', () => issuer.sign({}, { jku: 'http://127.0.0.1:1/' }), office],
  ['an address of certificates in the header is not followed', () => issuer.sign({}, { x5u: 'file:///x' }), office],
  ['a key in the header is not used', () => issuer.sign({}, { jwk: { kty: 'RSA', n: 'AQ', e: 'AQAB' } }), office],
  ['counties of null', () => issuer.sign({ counties: null }), 'TOKEN_INVALID claim counties'],
  ['counties in a list', () => issuer.sign({ counties: [['330381']] }), 'TOKEN_INVALID claim counties'],
  ['a county as a number', () => issuer.sign({ counties: [330381] }), 'TOKEN_INVALID claim counties'],
  ['two stars', () => issuer.sign({ counties: ['**'] }), 'TOKEN_INVALID claim counties'],
  ['a county in other digits', () => issuer.sign({ counties: ['３３０３８１'] }), 'TOKEN_INVALID claim counties'],
  [
    'a county with a line feed behind it',
    () => issuer.sign({ counties: ['330381\n'] }),
    'TOKEN_INVALID claim counties',
  ],
  ['places of null', () => issuer.sign({ places: null }), 'TOKEN_INVALID claim places'],
  ['places as an object', () => issuer.sign({ places: {} }), 'TOKEN_INVALID claim places'],
  ['an organisation as a list', () => issuer.sign({ organisation: [] }), 'TOKEN_INVALID claim organisation'],
  ['an organisation of null', () => issuer.sign({ organisation: null }), 'TOKEN_INVALID claim organisation'],
  ['a person as a number', () => issuer.sign({ person: 7 }), 'TOKEN_INVALID claim person'],
  ['an audience as an object', () => issuer.sign({ aud: { jixiao: true } }), 'TOKEN_INVALID claim aud'],
  ['an audience beside something else', () => issuer.sign({ aud: ['jixiao', 1] }), 'TOKEN_INVALID claim aud'],
  ['an issuer as a list', () => issuer.sign({ iss: [issuer.issuer] }), 'TOKEN_INVALID claim iss'],
  ['a session as a number', () => issuer.sign({ sid: 5 }), 'TOKEN_INVALID claim sid'],
  ['a token id as an object', () => issuer.sign({ jti: {} }), 'TOKEN_INVALID claim jti'],
  ['exp as a text', () => issuer.sign({ exp: '9999999999' }), 'TOKEN_INVALID claim exp'],
  ['exp as a list', () => issuer.sign({ exp: [9_999_999_999] }), 'TOKEN_INVALID claim exp'],
  ['nbf as a text', () => issuer.sign({ nbf: 'now' }), 'TOKEN_INVALID claim nbf'],
  ['typ as a list', () => issuer.sign({ typ: ['Bearer'] }), 'TOKEN_INVALID claim typ'],
  ['iat with parts of a second passes', () => issuer.sign({ iat: fromNow(0) - 0.5 }), office],
  ['a subject of 255 characters passes', () => issuer.sign({ sub: '县'.repeat(255) }), office],
  ['a subject of 256 characters', () => issuer.sign({ sub: '县'.repeat(256) }), 'TOKEN_INVALID claim sub'],
  ['a subject of null', () => issuer.sign({ sub: null }), 'TOKEN_INVALID claim sub'],
  ['a client that reorders', () => issuer.sign({ azp: 'a\u2066b' }), 'TOKEN_INVALID claim azp'],
  ['counties as an object', () => issuer.sign({ counties: { 330381: true } }), 'TOKEN_INVALID claim counties'],
])('%s', async (_name, given, want) => {
  expect(await outcome(verifier, await given())).toBe(want);
});

test('the limit of a life is the configuration’s', async () => {
  const token = await issuer.sign({ iat: fromNow(0), exp: fromNow(600) });
  expect(await outcome(open(599), token)).toBe('TOKEN_INVALID life');
  expect(await outcome(open(600), token)).toBe(office);
});

test.each([
  [['330381'], { counties: ['330381'], countiesBelow: undefined }],
  [['330381', '3303*'], { counties: ['330381'], countiesBelow: ['3303'] }],
  [['*'], { counties: [], countiesBelow: [''] }],
])('the counties %j are read as they are meant', async (counties, wanted) => {
  const caller = await verifier.verify(await issuer.sign({ counties }));
  expect({ counties: caller.counties, countiesBelow: caller.countiesBelow }).toEqual(wanted);
});

test('ids of a token are read in either case', async () => {
  const [place, organisation] = ['6F1B0BD0-0000-5000-8000-000000000001', '0B8F4E1A-3F0E-5B61-9D9A-6A2F1C0E7D31'];
  expect(await verifier.verify(await issuer.sign({ places: [place], organisation }))).toMatchObject({
    places: [place.toLowerCase()],
    organisation: organisation.toLowerCase(),
  });
});
