// The service's own access token, by client credentials (RFC 6749 §4.4): kept until shortly before its end.
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { problem } from '#kernel/problem/problem.ts';
import type { Verifier } from './verifier.ts';

const SECOND = 1_000;

/** How hard a token is asked for. */
export interface ServiceTokenLimits {
  readonly requestTimeoutMs: number;
  readonly attemptsMax: number;
  /** The wait before the second attempt; it doubles with each further one. */
  readonly backoffMs: number;
  /** After all attempts failed, nothing is asked for so long. */
  readonly failureCooldownMs: number;
  /** A token is renewed so long before its end, or at half its life where that is later. */
  readonly renewBeforeMs: number;
}

/** The limits in use where nothing else is said. */
export const defaultServiceTokenLimits: ServiceTokenLimits = {
  requestTimeoutMs: 5 * SECOND,
  attemptsMax: 3,
  backoffMs: 200,
  failureCooldownMs: SECOND,
  renewBeforeMs: 30 * SECOND,
};

/** What a service needs to get its token. */
export interface ServiceTokenSettings {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Judges each new token, so that a client set up wrongly shows at once and here, not at every callee. */
  readonly verifier?: Verifier;
  readonly logger: Logger;
  /** Milliseconds since 1970; the real clock where it is not given. */
  readonly now?: () => number;
  readonly limits?: ServiceTokenLimits;
}

/** The service's own token. */
export interface ServiceToken {
  /** A token that is good for some seconds yet. Throws ISSUER_UNAVAILABLE when none can be had. */
  get(): Promise<string>;
}

interface HeldToken {
  readonly token: string;
  readonly renewAtMs: number;
  readonly endsAtMs: number;
}

/** A refusal that another attempt would not change. */
class TokenRefused extends Error {}

const basicCredentials = (id: string, secret: string): string => {
  // RFC 6749 §2.3.1: both are form-encoded before they are joined.
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64');
};

const requestToken = async (settings: ServiceTokenSettings, limits: ServiceTokenLimits): Promise<HeldToken> => {
  const now = settings.now ?? Date.now;
  const askedAtMs = now();
  // keycloak-connect's obtainFromClientCredentials() has no time limit, so the request is made here.
  const response = await fetch(settings.tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${basicCredentials(settings.clientId, settings.clientSecret)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    redirect: 'error',
    signal: AbortSignal.timeout(limits.requestTimeoutMs),
  });
  if (response.status >= 400 && response.status < 500)
    throw new TokenRefused(`The issuer refused the client ${settings.clientId} with status ${response.status}.`);
  if (!response.ok) throw new Error(`The issuer answered with status ${response.status}.`);
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null)
    throw new Error('The issuer answered with something else than a token.');
  const token: unknown = Reflect.get(body, 'access_token');
  const lifetimeSeconds: unknown = Reflect.get(body, 'expires_in');
  if (typeof token !== 'string' || typeof lifetimeSeconds !== 'number' || !(lifetimeSeconds > 0))
    throw new Error('The issuer answered without a token or its lifetime.');
  await settings.verifier?.verify(token);
  const lifetimeMs = lifetimeSeconds * SECOND;
  return {
    token,
    endsAtMs: askedAtMs + lifetimeMs,
    renewAtMs: askedAtMs + Math.max(lifetimeMs / 2, lifetimeMs - limits.renewBeforeMs),
  };
};

const requestWithRetries = async (settings: ServiceTokenSettings, limits: ServiceTokenLimits): Promise<HeldToken> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await requestToken(settings, limits);
    } catch (error) {
      settings.logger.warn({ err: error, client: settings.clientId, attempt }, 'no token from the issuer');
      if (error instanceof TokenRefused || attempt >= limits.attemptsMax)
        throw problem('ISSUER_UNAVAILABLE', {}, { cause: error });
    }
    await delay(limits.backoffMs * 2 ** (attempt - 1));
  }
};

/** Opens the service's token. Nothing is asked before the first use; callers at the same time share one request. */
export const openServiceToken = (settings: ServiceTokenSettings): ServiceToken => {
  const limits = settings.limits ?? defaultServiceTokenLimits;
  const now = settings.now ?? Date.now;
  let held: HeldToken | undefined;
  let running: Promise<HeldToken> | undefined;
  let failure: { readonly error: unknown; readonly atMs: number } | undefined;

  const ask = async (): Promise<HeldToken> => {
    try {
      held = await requestWithRetries(settings, limits);
      failure = undefined;
      return held;
    } catch (error) {
      failure = { error, atMs: now() };
      throw error;
    } finally {
      running = undefined;
    }
  };
  const renew = (): Promise<HeldToken> => {
    if (running !== undefined) return running;
    if (failure !== undefined && now() - failure.atMs < limits.failureCooldownMs) return Promise.reject(failure.error);
    running = ask();
    return running;
  };
  return {
    get: async () => {
      if (held === undefined || now() >= held.endsAtMs) return (await renew()).token;
      // The old token serves while the new one is asked for; a failure is logged, and the next call tries again.
      if (now() >= held.renewAtMs) renew().catch(() => undefined);
      return held.token;
    },
  };
};
