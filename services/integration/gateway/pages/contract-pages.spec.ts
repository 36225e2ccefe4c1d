// The pages for people: every contract is there to read, and whoever signs in can try it, from a page that loads nothing foreign.
import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SignInFailed, signIn } from '#tools/token/sign-in.ts';
import { consoleClientId, developmentPassword } from '../../../../deploy/issuer/account.ts';
import { type SystemUnderTest, systemUnderTest } from '../../../../tests/support/system.ts';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await systemUnderTest();
});
afterAll(() => system.stop());

const read = async (path: string): Promise<string> => (await fetch(`${system.url}${path}`)).text();
/** What a page says in an attribute. */
const said = (html: string, attribute: string): string | undefined =>
  new RegExp(` ${attribute}="([^"]*)"`).exec(html)?.[1];

describe('each contract is served', () => {
  test('and linked from the first page, with none of the links leading nowhere', async () => {
    const links = [...(await read('/')).matchAll(/href="(\/[^"]*)"/g)].map(([, path = '']) => path);
    expect(links).toEqual(
      expect.arrayContaining([
        '/docs?service=evaluation',
        '/contracts/evaluation.json',
        '/contracts/asyncapi.json',
        '/contracts/partners/province.json',
        '/contracts/partners/hr.json',
      ]),
    );
    for (const path of links) expect([path, (await fetch(`${system.url}${path}`)).status]).toEqual([path, 200]);
  });

  test('that of the events as one AsyncAPI document that needs no other file', async () => {
    const text = await read('/contracts/asyncapi.json');
    expect(text).not.toMatch(/"\$ref": ?"[^#]/);
    expect(JSON.parse(text)).toMatchObject({ asyncapi: '3.0.0' });
  });

  test.each(['province', 'hr'])('that of %s as the OpenAPI document that it implements', async (partner) => {
    expect(JSON.parse(await read(`/contracts/partners/${partner}.json`))).toMatchObject({ openapi: '3.1.0' });
  });

  test.each(['/contracts/events.json', '/contracts/partners/province-control.json', '/contracts/partner-hr.json'])(
    'but %s, which is nobody else’s, is not',
    async (path) => {
      expect((await fetch(`${system.url}${path}`)).status).toBe(404);
    },
  );

  test('without naming an installation', async () => {
    expect(await read('/contracts/integration.json')).not.toContain('127.0.0.1');
  });
});

describe('the documentation page', () => {
  const redirectPath = '/docs/oauth2-redirect.html';

  test('knows where this installation signs people in, and as which client', async () => {
    const html = await read('/docs?service=targets');
    expect([said(html, 'data-issuer'), said(html, 'data-client')]).toEqual([system.issuer, consoleClientId]);
  });

  test('gets a token there by the code flow with a proof key, sent back to itself', async () => {
    const html = await read('/docs');
    const { accessToken } = await signIn({
      issuer: said(html, 'data-issuer') ?? '',
      clientId: said(html, 'data-client') ?? '',
      redirectUri: `${system.url}${redirectPath}`,
      username: 'office-1',
      password: developmentPassword,
    });
    const answer = await fetch(`${system.url}/api/v1/integration/places?county=330381&asOf=2025-01-01`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(answer.status).toBe(200);
  });

  test.each(['/docs/', '/docs/other.html', '//example.org/docs/oauth2-redirect.html'])(
    'is the only one that a token is sent to: not %s',
    async (path) => {
      const redirectUri = new URL(path, system.url).href;
      const asked = signIn({ issuer: system.issuer, redirectUri, username: 'office-1', password: developmentPassword });
      await expect(asked).rejects.toThrow(SignInFailed);
    },
  );

  test.each(['/', '/docs', '/contracts/problems', redirectPath])('%s runs no program but ours', async (path) => {
    const answer = await fetch(`${system.url}${path}`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ', 1)[0], rule]));
    expect(rules.get('default-src')).toBe("default-src 'none'");
    expect(rules.get('script-src')).toBe("script-src 'self'");
    expect(rules.get('connect-src')).toBe(`connect-src 'self' ${system.url}`);
    // Neither a program in the page nor one from elsewhere.
    expect(await answer.text()).not.toMatch(/<script(?![^>]*\ssrc="\/?[a-z0-9./-]+"><\/script>)/);
  });
});

describe('the address of the issuer, which the start prints', () => {
  test('says what Keycloak says there: the realm, where tokens are given, and the key that they are signed by', async () => {
    const answer = await fetch(system.issuer);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const said: Record<string, unknown> = JSON.parse(await answer.text());
    expect(said).toMatchObject({
      realm: 'jixiao',
      'token-service': `${system.issuer}/protocol/openid-connect`,
      'tokens-not-before': 0,
    });
    const key = createPublicKey({
      key: Buffer.from(String(said['public_key']), 'base64'),
      format: 'der',
      type: 'spki',
    });
    const { payload } = await jwtVerify(await system.tokenOf('office-1'), key);
    expect(payload.iss).toBe(system.issuer);
    expect(Object.keys(said)).toHaveLength(4);
  });

  test('is no other realm in upper case', async () => {
    expect((await fetch(system.issuer.replace('jixiao', 'JIXIAO'))).status).toBe(404);
  });
});
