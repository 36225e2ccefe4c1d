// Small requests of the benches: a client's token, and a write.
import { developmentSecret } from '../../deploy/issuer/account.ts';

/** The access token of a client with a secret. */
export const clientToken = async (issuer: string, client: string): Promise<string> => {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:${developmentSecret(client)}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
};

/** Writes a JSON body, and gives the answer. */
export const write = async <Answer>(
  url: string,
  how: { readonly method: 'POST' | 'PUT'; readonly token: string; readonly key: string; readonly body: unknown },
): Promise<Answer> => {
  const { method, token, key, body } = how;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
};
