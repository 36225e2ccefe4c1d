// The token with which a simulated partner calls us: client credentials (RFC 6749 §4.4), kept until shortly before it expires.
import { Refusal } from '../http/refusal.ts';

export type ClientSettings = { readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string };

const timeoutMs = 10_000;
/** A token with less time than this is replaced. */
const remainderMs = 30_000;

/** Makes a function that returns a valid token; 502 ISSUER_UNAVAILABLE when the issuer gives no token. `now` is in milliseconds. */
export const clientToken = (
  { tokenUrl, clientId, clientSecret }: ClientSettings,
  now: () => number,
): (() => Promise<string>) => {
  let held: { readonly token: string; readonly usableUntil: number } | undefined;
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
  return async () => {
    if (held !== undefined && now() < held.usableUntil) return held.token;
    const asked = now();
    const response = await fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(() => undefined);
    const body: unknown = await response?.json().catch(() => undefined);
    const { access_token: token, expires_in: seconds } = (body ?? {}) as {
      access_token?: unknown;
      expires_in?: unknown;
    };
    if (response?.ok !== true || typeof token !== 'string' || typeof seconds !== 'number')
      throw new Refusal(502, 'ISSUER_UNAVAILABLE', `The issuer gave no token (${response?.status ?? 'no answer'})`);
    held = { token, usableUntil: asked + seconds * 1000 - remainderMs };
    return token;
  };
};
