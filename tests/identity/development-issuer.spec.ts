// What the development issuer alone must do: be marked, be refused in production, keep its keys, survive junk.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVerifier } from '#kernel/identity/verifier.ts';
import { formAction, signIn } from '#tools/token/sign-in.ts';
import { createDevelopmentIssuer } from '../../deploy/issuer/development-issuer.ts';
import { loadDevelopmentKeys } from '../../deploy/issuer/development-keys.ts';
import { developmentUsers } from '../../deploy/issuer/development-users.ts';
import { signInPage } from '../../deploy/issuer/pages.ts';
import { startDevelopmentIssuer } from './support/issuer-under-test.ts';

const logger = pino({ level: 'silent' });
const start =
  '/protocol/openid-connect/auth?response_type=code&client_id=console&redirect_uri=http%3A%2F%2F127.0.0.1%2Fsigned-in&scope=openid' +
  '&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256';

test('it is refused in production with a sentence that says what to use', async () => {
  const settings = { publicUrl: 'http://127.0.0.1:1', environment: 'production', users: [], clients: [], logger };
  await expect(createDevelopmentIssuer(settings)).rejects.toThrow(/refused in production: use Keycloak/);
});

describe('its keys', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jixiao-issuer-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a token is good after a restart with the same folder, and not after one with another', async () => {
    const first = await startDevelopmentIssuer({ keys: await loadDevelopmentKeys(folder) });
    const { issuer, port } = first;
    const { accessToken } = await signIn({ issuer, username: 'office-1', password: '' });
    await first.stop();
    const verify = () => createVerifier({ issuers: [{ issuer }], audience: 'jixiao', logger }).verify(accessToken);
    const second = await startDevelopmentIssuer({ port, keys: await loadDevelopmentKeys(folder) });
    await expect(verify()).resolves.toMatchObject({ client: 'console' });
    await second.stop();
    const stranger = await startDevelopmentIssuer({ port });
    await expect(verify()).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await stranger.stop();
  });

  test('they are readable by their owner alone', async () => {
    const { mode } = await stat(join(folder, 'development-issuer-keys.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  test.each(['', '{', '[]', '{"signing":{},"cookies":["x"]}', '{"signing":{"d":"x"},"cookies":[]}'])(
    'a damaged file %j is made anew',
    async (text) => {
      await writeFile(join(folder, 'development-issuer-keys.json'), text);
      const made = await loadDevelopmentKeys(folder);
      expect(made.signing.kty).toBe('RSA');
      expect(await loadDevelopmentKeys(folder)).toEqual(made);
    },
  );
});

describe('its sign-in page', () => {
  let stand: Awaited<ReturnType<typeof startDevelopmentIssuer>>;
  let cookies = '';
  let action = '';

  beforeAll(async () => {
    stand = await startDevelopmentIssuer();
  });
  afterAll(() => stand.stop());

  const open = async (): Promise<Response> => {
    const redirect = await fetch(`${stand.issuer}${start}`, { redirect: 'manual' });
    cookies = redirect.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    return fetch(new URL(redirect.headers.get('location') ?? '', stand.issuer), { headers: { cookie: cookies } });
  };
  const choose = (form: Record<string, string>, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(action, stand.issuer), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies },
      body: new URLSearchParams(form),
      ...init,
    });

  test('it is marked, lists everybody, and runs no script', async () => {
    const response = await open();
    const html = await response.text();
    action = formAction(html) ?? '';
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(html).toContain('开发用登录页 · 任何人都能以任何身份登录 · 不得用于生产');
    expect(html).not.toContain('<script');
    expect(html.match(/<button/g)).toHaveLength(developmentUsers().length + 1);
  });

  test.each([
    ['nobody', { username: 'nobody' }],
    ['no name', {}],
    ['a name that every object has', { username: '__proto__' }],
  ])('%s is told so on the same page', async (_name, form) => {
    const response = await choose(form);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('没有这个开发用户');
  });

  test.each([
    ['another visitor without the cookie', { headers: {} }, 400],
    ['a body larger than a form', { body: `username=${'x'.repeat(10_000)}` }, 413],
  ])('%s is refused with a page and not with a stack trace', async (_name, init, status) => {
    const headers = { cookie: cookies, 'content-type': 'application/x-www-form-urlencoded' };
    const response = await choose({ username: 'office-1' }, { headers, ...init });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/at .*\.(?:js|ts):/);
  });

  test('an address that the realm does not have is 404', async () => {
    expect((await fetch(`${stand.issuer}/k_logout`)).status).toBe(404);
  });

  test('a name with signs of HTML in it stays text', () => {
    const hostile = { username: '"><script>', name: '<b>', group: '&', roles: [], counties: [], places: [] };
    const html = signInPage([hostile], '/x"onsubmit="y');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('"onsubmit');
  });
});
