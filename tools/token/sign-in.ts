// The code flow with PKCE (RFC 7636), walked without a browser: for tools, the demonstration's actors and tests.
import { createHash, randomBytes } from 'node:crypto';
import { type CookieJar, openCookieJar } from './cookie-jar.ts';

const STEP_TIMEOUT_MS = 15_000;
const REDIRECTS_MAX = 10;

/** Who signs in, and where. */
export interface SignInSettings {
  readonly issuer: string;
  readonly username: string;
  readonly password: string;
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly scope?: string;
}

/** What the issuer gave. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
}

/** A sign-in that did not come to its end. `kind` says whose fault it was. */
export class SignInFailed extends Error {
  readonly kind: 'unreachable' | 'refused' | 'unexpected';
  constructor(kind: SignInFailed['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&#x2F;': '/', '&#39;': "'", '&quot;': '"' };

/** The address of the first form of a page that is sent by POST. */
export const formAction = (html: string): string | undefined => {
  for (const [form] of html.matchAll(/<form\b[^>]*>/gi)) {
    const action = /\baction="([^"]*)"/i.exec(form)?.[1];
    if (action !== undefined && /\bmethod="post"/i.test(form))
      return action.replace(/&(?:amp|quot|#39|#x2F);/g, (entity) => entities[entity] ?? entity);
  }
  return undefined;
};

const request = async (url: URL, jar: CookieJar, form?: URLSearchParams): Promise<Response> => {
  try {
    const response = await fetch(url, {
      ...(form === undefined ? {} : { method: 'POST', body: form }),
      redirect: 'manual',
      headers: { cookie: jar.header(), accept: 'text/html, application/json' },
      signal: AbortSignal.timeout(STEP_TIMEOUT_MS),
    });
    jar.take(response);
    return response;
  } catch (error) {
    throw new SignInFailed('unreachable', `The issuer at ${url.origin} can't be reached. Is the system running?`, {
      cause: error,
    });
  }
};

/** Follows redirects until a page comes, or until the way leads to `redirectUri`. */
const follow = async (first: Response, from: URL, jar: CookieJar, redirectUri: string): Promise<URL | string> => {
  let response = first;
  let at = from;
  for (let hop = 0; hop < REDIRECTS_MAX; hop += 1) {
    const location = response.headers.get('location');
    if (location === null) return response.text();
    at = new URL(location, at);
    if (at.href.startsWith(redirectUri)) return at;
    response = await request(at, jar);
  }
  throw new SignInFailed('unexpected', 'The issuer redirects without end.');
};

const codeOf = (back: URL, state: string): string => {
  const error = back.searchParams.get('error');
  if (error !== null)
    throw new SignInFailed(
      'refused',
      `The issuer refused: ${error} ${back.searchParams.get('error_description') ?? ''}`.trim(),
    );
  const code = back.searchParams.get('code');
  if (code === null || back.searchParams.get('state') !== state)
    throw new SignInFailed('unexpected', 'The issuer sent no code, or another state than it was given.');
  return code;
};

const redeem = async (issuer: string, form: URLSearchParams): Promise<Tokens> => {
  const jar = openCookieJar();
  const response = await request(new URL(`${issuer}/protocol/openid-connect/token`), jar, form);
  const body: unknown = await response.json().catch(() => null);
  const text = (name: string): string | undefined => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const accessToken = text('access_token');
  if (accessToken === undefined)
    throw new SignInFailed(
      'unexpected',
      `The issuer gave no token: status ${response.status} ${text('error_description') ?? ''}`.trim(),
    );
  const idToken = text('id_token');
  const refreshToken = text('refresh_token');
  return {
    accessToken,
    ...(idToken === undefined ? {} : { idToken }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
};

/**
 * Signs a person in at the development issuer or at Keycloak: both show a form that takes `username` and `password`.
 * Throws `SignInFailed`: `unreachable`, `refused` (no such user, wrong password) or `unexpected`.
 */
export const signIn = async (settings: SignInSettings): Promise<Tokens> => {
  const { issuer, clientId = 'console', redirectUri = 'http://127.0.0.1/signed-in', scope = 'openid' } = settings;
  const jar = openCookieJar();
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const start = new URL(`${issuer}/protocol/openid-connect/auth`);
  start.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const shown = await follow(await request(start, jar), start, jar, redirectUri);
  if (shown instanceof URL) codeOf(shown, state);
  const action = typeof shown === 'string' ? formAction(shown) : undefined;
  if (action === undefined) throw new SignInFailed('unexpected', 'The issuer shows no form to sign in with.');
  const target = new URL(action, start);
  const body = new URLSearchParams({ username: settings.username, password: settings.password, credentialId: '' });
  const back = await follow(await request(target, jar, body), target, jar, redirectUri);
  // Both issuers show their form again when they know nobody of this name and password.
  if (typeof back === 'string') throw new SignInFailed('refused', `The issuer does not sign in ${settings.username}.`);
  return redeem(
    issuer,
    new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code: codeOf(back, state),
      code_verifier: verifier,
    }),
  );
};
