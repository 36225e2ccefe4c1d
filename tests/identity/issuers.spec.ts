// One suite against both issuers: what a token says and what is refused is the same, so that what passes here passes there.
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServiceToken } from '#kernel/identity/service-token.ts';
import { createVerifier, type Verifier } from '#kernel/identity/verifier.ts';
import { SignInFailed, signIn, type Tokens } from '#tools/token/sign-in.ts';
import { developmentPassword, developmentSecret, serviceAccountName, subjectOf } from '../../deploy/issuer/account.ts';
import { developmentClients, developmentUsers } from '../../deploy/issuer/development-users.ts';
import { type IssuerUnderTest, keycloakUnderTest, startDevelopmentIssuer } from './support/issuer-under-test.ts';

const logger = pino({ level: 'silent' });
const redirectUri = 'http://127.0.0.1/signed-in';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const kinds = {
  'the development issuer': startDevelopmentIssuer,
  Keycloak: keycloakUnderTest,
} as const;

/** One person for each set of roles: a sign-in at Keycloak takes half a second. */
const people = [...new Map(developmentUsers().map((user) => [user.roles.join(), user])).values()];

for (const [name, open] of Object.entries(kinds)) {
  const stand = await open();
  describe.skipIf('skip' in stand)(`sign-in at ${name}`, () => {
    if (!('skip' in stand)) suite(stand);
  });
}

function suite(stand: IssuerUnderTest): void {
  const { issuer } = stand;
  const tokenUrl = `${issuer}/protocol/openid-connect/token`;
  let verifier: Verifier;

  const enter = (username: string, password = developmentPassword): Promise<Tokens> =>
    signIn({ issuer, username, password });
  const authorize = (parameters: Record<string, string>): Promise<Response> => {
    const url = new URL(`${issuer}/protocol/openid-connect/auth`);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'console',
      redirect_uri: redirectUri,
      scope: 'openid',
      state: 'x',
      ...parameters,
    }).toString();
    return fetch(url, { redirect: 'manual' });
  };
  const askToken = (form: Record<string, string>, credentials?: string): Promise<Response> =>
    fetch(tokenUrl, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers:
        credentials === undefined ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    });

  beforeAll(() => {
    verifier = createVerifier({ issuers: [{ issuer }], audience: 'jixiao', logger });
  });
  afterAll(() => stand.stop());

  test('its addresses are where Keycloak has them', async () => {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`);
    const base = `${issuer}/protocol/openid-connect`;
    expect(await response.json()).toMatchObject({
      issuer,
      authorization_endpoint: `${base}/auth`,
      token_endpoint: tokenUrl,
      jwks_uri: `${base}/certs`,
      end_session_endpoint: `${base}/logout`,
      revocation_endpoint: `${base}/revoke`,
    });
  });

  test.each(people)('$username signs in by code and PKCE, and the token says roles and reach', async (user) => {
    const caller = await verifier.verify((await enter(user.username)).accessToken);
    expect(caller.subject).toBe(subjectOf(user.username));
    expect(caller.client).toBe('console');
    expect([...caller.roles]).toEqual(user.roles);
    expect([...caller.counties].sort()).toEqual([...user.counties].sort());
    expect([...caller.places].sort()).toEqual([...user.places].sort());
    expect(caller.organisation).toBe(user.organisation);
    expect(caller.service).toBeUndefined();
  });

  test.each(developmentClients())('$clientId gets a token of its own by client credentials', async (client) => {
    const { clientId } = client;
    const own = openServiceToken({ tokenUrl, clientId, clientSecret: developmentSecret(clientId), verifier, logger });
    const caller = await verifier.verify(await own.get());
    expect(caller.subject).toBe(subjectOf(serviceAccountName(clientId)));
    expect(caller.client).toBe(clientId);
    expect([...caller.roles]).toEqual([client.role]);
    expect([...caller.counties].sort()).toEqual([...client.counties].sort());
    expect(caller.service).toBe(client.role.startsWith('service:') ? client.role.slice('service:'.length) : undefined);
  });

  test('a person with two administrator roles is refused, although the issuer let them', async () => {
    const username = await stand.addTwofoldAdministrator();
    const { accessToken } = await enter(username);
    await expect(verifier.verify(accessToken)).rejects.toMatchObject({ code: 'ROLES_CONFLICT' });
  });

  test('neither an id token nor a refresh token passes for an access token', async () => {
    const { idToken = '', refreshToken = '' } = await enter('office-1');
    expect([idToken, refreshToken]).not.toContain('');
    await expect(verifier.verify(idToken)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await expect(verifier.verify(refreshToken)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  test('its sign-in page speaks Chinese', async () => {
    const shown = await authorize({ code_challenge: challenge, code_challenge_method: 'S256' });
    const location = shown.headers.get('location');
    const cookie = shown.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const page = location === null ? shown : await fetch(new URL(location, issuer), { headers: { cookie } });
    expect(await page.text()).toMatch(/<html[^>]*lang="zh-(?:CN|Hans)"[\s\S]*登录/);
  });

  test('nobody signs in by a name that is not there', async () => {
    await expect(enter('nobody')).rejects.toSatisfy(
      (error) => error instanceof SignInFailed && error.kind === 'refused',
    );
  });

  test.each([
    ['no challenge', {}],
    ['a plain challenge', { code_challenge: challenge, code_challenge_method: 'plain' }],
    ['the implicit flow', { response_type: 'token', code_challenge: challenge, code_challenge_method: 'S256' }],
  ])('the code flow does not begin with %s', async (_name, parameters) => {
    const location = (await authorize(parameters)).headers.get('location') ?? '';
    expect(location).toMatch(
      /^http:\/\/127\.0\.0\.1\/signed-in[?#].*error=(?:invalid_request|unsupported_response_type|unauthorized_client)/,
    );
    expect(location).not.toContain('code=');
  });

  test.each([
    ['another address', 'http://127.0.0.1.elsewhere.example/signed-in'],
    ['a script', 'javascript:alert(1)'],
  ])('a code is not sent to %s', async (_name, uri) => {
    const response = await authorize({ redirect_uri: uri, code_challenge: challenge, code_challenge_method: 'S256' });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });

  test.each([
    ['a wrong secret', { grant_type: 'client_credentials' }, 'svc-targets:wrong'],
    ['a client that is not there', { grant_type: 'client_credentials' }, 'svc-nothing:wrong'],
    ['a public client by client credentials', { grant_type: 'client_credentials', client_id: 'console' }, undefined],
    [
      'a password',
      { grant_type: 'password', client_id: 'console', username: 'office-1', password: developmentPassword },
      undefined,
    ],
    [
      'a code that nobody gave',
      {
        grant_type: 'authorization_code',
        client_id: 'console',
        code: 'x',
        redirect_uri: redirectUri,
        code_verifier: 'v'.repeat(43),
      },
      undefined,
    ],
  ])('%s gets no token', async (_name, form, credentials) => {
    const response = await askToken(form, credentials);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.text()).not.toContain('access_token');
  });
}
