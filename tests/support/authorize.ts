// Over HTTP: an organ lets whoever holds a role register its documents.
import { randomUUID } from 'node:crypto';

/** Records the authorisation with the token of a security administrator, unless it is in force. */
export const authorizeRegistrar = async (
  url: string,
  token: string,
  registrar: { readonly county: string; readonly organ: string; readonly role: string },
): Promise<void> => {
  const { status } = await fetch(`${url}/api/v1/integration/registrars`, {
    method: 'POST',
    body: JSON.stringify({ ...registrar, basis: '授权函（虚构）' }),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
  });
  if (status !== 201 && status !== 409) throw new Error(`The authorisation was answered ${status}.`);
};
