// The table of tokens: each with the code it must get, and the process alive after it.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultKeySetLimits } from '#kernel/identity/key-set.ts';
import { createVerifier, type Verifier } from '#kernel/identity/verifier.ts';
import { Problem } from '#kernel/problem/problem.ts';
import { startTestIssuer, type TestIssuer } from './support/test-issuer.ts';

const logger = pino({ level: 'silent' });
const SECOND = 1_000;

let issuer: TestIssuer;
let verifier: Verifier;

const openVerifier = (now: () => number = Date.now): Verifier =>
  createVerifier({
    issuers: [{ issuer: issuer.issuer }],
    audience: 'jixiao',
    logger,
    now,
    // Keys may grow older here than a token may.
    tokenLifeSecondsMax: 86_400,
    keySetLimits: { ...defaultKeySetLimits, fetchTimeoutMs: 300 },
  });

/** «CODE» or «CODE reason» of a refusal; the roles of a token that passes. */
const outcome = async (judge: Verifier, token: string): Promise<string> => {
  try {
    return [...(await judge.verify(token)).roles].join(' ');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const reason = error.params['reason'];
    expect(JSON.stringify([error.params, error.message])).not.toContain(token.slice(0, 40) || '\0');
    return reason === undefined ? error.code : `${error.code} ${reason}`;
  }
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const payloadOf = (token: string): string => token.split('.')[1] ?? '';
const fromNow = (seconds: number): number => Math.floor(Date.now() / SECOND) + seconds;

beforeAll(async () => {
  issuer = await startTestIssuer();
  verifier = openVerifier();
});
afterAll(() => issuer.stop());

type Case = readonly [name: string, given: () => Promise<string> | string, want: string];

const tokens: Case[] = [
  ['a good token passes', () => issuer.sign(), 'assessment_office'],
  ['roles beyond the closed list grant nothing', () => issuer.sign({ realm_access: { roles: ['root'] } }), ''],
  ['a token without realm_access has no roles', () => issuer.sign({ realm_access: undefined }), ''],
  [
    'one administrator role passes',
    () => issuer.sign({ realm_access: { roles: ['audit_administrator'] } }),
    'audit_administrator',
  ],
  ['one of several audiences is ours', () => issuer.sign({ aud: ['account', 'jixiao'] }), 'assessment_office'],
  ['a token that ended within the tolerance passes', () => issuer.sign({ exp: fromNow(-20) }), 'assessment_office'],
  ['a token that begins within the tolerance passes', () => issuer.sign({ nbf: fromNow(20) }), 'assessment_office'],
  [
    'a service has its role by its own client',
    () => issuer.sign({ azp: 'svc-targets', realm_access: { roles: ['service:targets'] } }),
    'service:targets',
  ],
  ['no token', () => '', 'TOKEN_MISSING'],
  [
    'two administrator roles',
    () => issuer.sign({ realm_access: { roles: ['system_administrator', 'audit_administrator'] } }),
    'ROLES_CONFLICT',
  ],
  [
    'all three administrator roles',
    () =>
      issuer.sign({
        realm_access: { roles: ['system_administrator', 'security_administrator', 'audit_administrator'] },
      }),
    'ROLES_CONFLICT',
  ],
  [
    'a service role in the token of a person',
    () => issuer.sign({ realm_access: { roles: ['service:targets'] } }),
    'TOKEN_INVALID claim realm_access.roles',
  ],
  [
    'two service roles at once',
    () => issuer.sign({ azp: 'svc-targets', realm_access: { roles: ['service:targets', 'service:evaluation'] } }),
    'TOKEN_INVALID claim realm_access.roles',
  ],
  ['no exp', () => issuer.sign({ exp: undefined }), 'TOKEN_INVALID claim exp'],
  ['exp is not a number', () => issuer.sign({ exp: 'never' }), 'TOKEN_INVALID claim exp'],
  ['expired beyond the tolerance', () => issuer.sign({ exp: fromNow(-40) }), 'TOKEN_EXPIRED'],
  ['nbf in the future', () => issuer.sign({ nbf: fromNow(40) }), 'TOKEN_INVALID claim nbf'],
  ['another audience', () => issuer.sign({ aud: 'account' }), 'TOKEN_INVALID claim aud'],
  ['no audience', () => issuer.sign({ aud: undefined }), 'TOKEN_INVALID claim aud'],
  ['another issuer', () => issuer.sign({ iss: 'http://127.0.0.1:1/realms/jixiao' }), 'TOKEN_INVALID claim iss'],
  ['the issuer with a slash more', () => issuer.sign({ iss: `${issuer.issuer}/` }), 'TOKEN_INVALID claim iss'],
  ['no issuer', () => issuer.sign({ iss: undefined }), 'TOKEN_INVALID claim iss'],
  ['an id token', () => issuer.sign({ typ: 'ID' }), 'TOKEN_INVALID claim typ'],
  ['a refresh token', () => issuer.sign({ typ: 'Refresh' }), 'TOKEN_INVALID claim typ'],
  ['no typ claim', () => issuer.sign({ typ: undefined }), 'TOKEN_INVALID claim typ'],
  ['no subject', () => issuer.sign({ sub: undefined }), 'TOKEN_INVALID claim sub'],
  ['no client', () => issuer.sign({ azp: undefined }), 'TOKEN_INVALID claim azp'],
  ['an empty subject', () => issuer.sign({ sub: '' }), 'TOKEN_INVALID claim sub'],
  [
    'a county with a comma, which would widen row-level security',
    () => issuer.sign({ counties: ['330381,330382'] }),
    'TOKEN_INVALID claim counties',
  ],
  ['counties as one text', () => issuer.sign({ counties: '330381' }), 'TOKEN_INVALID claim counties'],
  ['a place that is no id', () => issuer.sign({ places: ["' or true --"] }), 'TOKEN_INVALID claim places'],
  ['an organisation that is no id', () => issuer.sign({ organisation: '330381' }), 'TOKEN_INVALID claim organisation'],
  ['RS512 in place of RS256', () => issuer.sign({}, { alg: 'RS512' }), 'TOKEN_INVALID algorithm'],
  ['PS256 in place of RS256', () => issuer.sign({}, { alg: 'PS256' }), 'TOKEN_INVALID algorithm'],
  [
    'alg none',
    async () => `${encode({ alg: 'none', kid: 'key-1' })}.${payloadOf(await issuer.sign())}.`,
    'TOKEN_INVALID algorithm',
  ],
  [
    'HS256 with the public key as its secret',
    async () => {
      const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'key-1' })}.${payloadOf(await issuer.sign())}`;
      return `${signed}.${createHmac('sha256', issuer.publicPem()).update(signed).digest('base64url')}`;
    },
    'TOKEN_INVALID algorithm',
  ],
  [
    'ES256 by a key of its own in the header',
    async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const head = encode({ alg: 'ES256', kid: 'key-1', jwk: publicKey.export({ format: 'jwk' }) });
      const signed = `${head}.${payloadOf(await issuer.sign())}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    },
    'TOKEN_INVALID algorithm',
  ],
  ['a signature by another key under our key id', () => issuer.forge(), 'TOKEN_INVALID signature'],
  [
    'claims changed after signing',
    async () => {
      const [head, , signature] = (await issuer.sign()).split('.');
      return `${head}.${payloadOf(await issuer.sign({ sub: 'somebody-else' }))}.${signature}`;
    },
    'TOKEN_INVALID signature',
  ],
  ['a key id that nobody knows', () => issuer.sign({}, { kid: 'key-99' }), 'TOKEN_INVALID unknown key'],
  ['no key id', () => issuer.sign({}, { kid: '' }), 'TOKEN_INVALID unknown key'],
  ['not a token', () => 'not-a-token', 'TOKEN_INVALID malformed'],
  ['two dots and nothing', () => '..', 'TOKEN_INVALID malformed'],
  [
    'claims that are a list',
    () => `${encode({ alg: 'RS256', kid: 'key-1' })}.${encode([1])}.AA`,
    'TOKEN_INVALID malformed',
  ],
  ['five parts, as an encrypted token has', () => 'a.b.c.d.e', 'TOKEN_INVALID malformed'],
  ['a token longer than any that we issue', () => 'a'.repeat(20_000), 'TOKEN_INVALID too long'],
];

describe('the verdict on a token', () => {
  test.each(tokens)('%s', async (_name, given, want) => {
    expect(await outcome(verifier, await given())).toBe(want);
  });

  test('a caller holds the claims that scope and audit need, and not the token', async () => {
    const person = '6f1b0bd0-0000-5000-8000-000000000002';
    const token = await issuer.sign({ person });
    const caller = await verifier.verify(token);
    expect(caller).toMatchObject({ subject: 'subject-1', client: 'console', counties: ['330381'], person });
    expect(JSON.stringify(caller)).not.toContain(token.slice(0, 40));
  });
});

describe('the keys of the issuer', () => {
  test('a rotated key is known after the cooldown, and junk key ids cause one fetch in it', async () => {
    let nowMs = Date.now();
    const judge = openVerifier(() => nowMs);
    expect(await outcome(judge, await issuer.sign())).toBe('assessment_office');
    const before = issuer.fetches();
    await issuer.rotate();
    const junk = await Promise.all(Array.from({ length: 50 }, (_, index) => issuer.sign({}, { kid: `junk-${index}` })));
    nowMs += defaultKeySetLimits.cooldownMs;
    const verdicts = await Promise.all(junk.map((token) => outcome(judge, token)));
    expect(new Set(verdicts)).toEqual(new Set(['TOKEN_INVALID unknown key']));
    expect(await outcome(judge, await issuer.sign({}, { kid: 'junk-later' }))).toBe('TOKEN_INVALID unknown key');
    expect(issuer.fetches() - before).toBe(1);
    expect(await outcome(judge, await issuer.sign())).toBe('assessment_office');
  });

  test('fifty callers at once on a cold start cause one fetch', async () => {
    const judge = openVerifier();
    const before = issuer.fetches();
    const signed = await Promise.all(
      Array.from({ length: 50 }, (_, index) => issuer.sign({ sub: `subject-${index}` })),
    );
    const verdicts = await Promise.all(signed.map((token) => outcome(judge, token)));
    expect(new Set(verdicts)).toEqual(new Set(['assessment_office']));
    expect(issuer.fetches() - before).toBe(1);
  });

  test.each(['html', 'hang', 'status 500', 'cut off', 'not a key set'] as const)(
    'an answer of the kind «%s» is 503, and the next good answer heals',
    async (answer) => {
      let nowMs = Date.now();
      const judge = openVerifier(() => nowMs);
      const token = await issuer.sign();
      issuer.answer = answer;
      expect(await outcome(judge, token)).toBe('ISSUER_UNAVAILABLE');
      issuer.answer = 'keys';
      nowMs += defaultKeySetLimits.failureCooldownMs;
      expect(await outcome(judge, token)).toBe('assessment_office');
    },
  );

  test('known keys go on working while the issuer is away, for an hour and no longer', async () => {
    let nowMs = Date.now();
    const judge = openVerifier(() => nowMs);
    const endless = { exp: fromNow(7_200) };
    expect(await outcome(judge, await issuer.sign(endless))).toBe('assessment_office');
    issuer.answer = 'status 500';
    nowMs += defaultKeySetLimits.staleAfterMs;
    expect(await outcome(judge, await issuer.sign({ ...endless, sub: 'subject-2' }))).toBe('assessment_office');
    nowMs += 2 * SECOND;
    expect(await outcome(judge, await issuer.sign({ ...endless, sub: 'subject-3' }))).toBe('ISSUER_UNAVAILABLE');
    issuer.answer = 'keys';
  });

  test('an issuer that nobody listens at is 503', async () => {
    const gone = await startTestIssuer();
    const token = await gone.sign();
    await gone.stop();
    const judge = createVerifier({ issuers: [{ issuer: gone.issuer }], audience: 'jixiao', logger });
    expect(await outcome(judge, token)).toBe('ISSUER_UNAVAILABLE');
  });

  test('a token of one trusted issuer does not pass by the key of another', async () => {
    const other = await startTestIssuer();
    const judge = createVerifier({
      issuers: [{ issuer: issuer.issuer }, { issuer: other.issuer }],
      audience: 'jixiao',
      logger,
    });
    expect(await outcome(judge, await other.sign())).toBe('assessment_office');
    expect(await outcome(judge, await other.sign({ iss: issuer.issuer }, { kid: 'key-1' }))).toMatch(/^TOKEN_INVALID/);
    await other.stop();
  });
});

describe('remembered tokens', () => {
  test('a verified token is not verified again within a minute, and is after it', async () => {
    const own = await startTestIssuer();
    let nowMs = Date.now();
    const judge = createVerifier({ issuers: [{ issuer: own.issuer }], audience: 'jixiao', logger, now: () => nowMs });
    const token = await own.sign();
    const first = await judge.verify(token);
    nowMs += 59 * SECOND;
    expect(await judge.verify(token)).toBe(first);
    nowMs += SECOND;
    expect(await judge.verify(token)).not.toBe(first);
    await own.stop();
  });

  test('a token is not remembered past its end', async () => {
    let nowMs = Date.now();
    const judge = openVerifier(() => nowMs);
    const token = await issuer.sign({ exp: fromNow(20) });
    expect(await outcome(judge, token)).toBe('assessment_office');
    nowMs += 55 * SECOND;
    expect(await outcome(judge, token)).toBe('TOKEN_EXPIRED');
  });
});

test('an issuer that keycloak-connect could not name is refused at the start', () => {
  expect(() => createVerifier({ issuers: [{ issuer: 'https://sso.example' }], audience: 'jixiao', logger })).toThrow(
    /realms/,
  );
});
