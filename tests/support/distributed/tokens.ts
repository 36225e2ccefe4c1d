// Tokens of the development people and programs at the run's Keycloak, fetched anew before they end.
import { signIn } from '#tools/token/sign-in.ts';
import { developmentPassword, developmentSecret } from '../../../deploy/issuer/account.ts';

/** Gives tokens. */
export interface TokenSource {
  /** The access token of a development user, by the code flow with PKCE. */
  tokenOf(username: string): Promise<string>;
  /** The access token of a program with a secret. */
  clientToken(clientId: string): Promise<string>;
}

// An access token lives five minutes.
const keptMs = 4 * 60_000;

const byClientCredentials = async (issuer: string, clientId: string): Promise<string> => {
  const basic = Buffer.from(`${clientId}:${developmentSecret(clientId)}`).toString('base64');
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const body: unknown = await response.json();
  const token: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'access_token') : undefined;
  if (typeof token !== 'string') throw new Error(`The issuer gave ${clientId} no token: ${response.status}`);
  return token;
};

/** Opens a source of tokens at an issuer. */
export const openTokens = (issuer: string): TokenSource => {
  const held = new Map<string, { readonly token: Promise<string>; readonly fetchedAt: number }>();
  const kept = (name: string, fetchToken: () => Promise<string>): Promise<string> => {
    const found = held.get(name);
    if (found !== undefined && Date.now() - found.fetchedAt < keptMs) return found.token;
    const token = fetchToken();
    held.set(name, { token, fetchedAt: Date.now() });
    return token;
  };
  return {
    tokenOf: (username) =>
      kept(username, async () => (await signIn({ issuer, username, password: developmentPassword })).accessToken),
    clientToken: (clientId) => kept(clientId, () => byClientCredentials(issuer, clientId)),
  };
};
