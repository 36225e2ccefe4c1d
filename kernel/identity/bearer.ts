// The bearer token of an Authorization header (RFC 6750 §2.1).
import { problem } from '#kernel/problem/problem.ts';

const bearerForm = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** The token of the header `Authorization`. Throws TOKEN_MISSING without one, TOKEN_INVALID for another scheme or form. */
export const bearerOf = (authorization: string | undefined): string => {
  if (authorization === undefined || authorization === '') throw problem('TOKEN_MISSING');
  const token = bearerForm.exec(authorization)?.[1];
  if (token === undefined) throw problem('TOKEN_INVALID', { reason: 'authorization header' });
  return token;
};
