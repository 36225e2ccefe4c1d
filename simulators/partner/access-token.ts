// Checks the bearer token of a caller against the issuer's keys.
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { Refusal } from '../http/refusal.ts';

export type TokenSettings = {
  readonly issuer: string;
  /** The address of the issuer's keys; by default Keycloak's path below the issuer. */
  readonly jwksUrl?: string;
  readonly audience: string;
  /** The realm role that a caller must hold. */
  readonly role: string;
};

const clockToleranceSeconds = 30;
const jwksTimeoutMs = 5_000;
const jwksCooldownMs = 1_000;

const rolesOf = (payload: JWTPayload): readonly unknown[] => {
  const access = payload['realm_access'];
  const roles = typeof access === 'object' && access !== null && 'roles' in access ? access.roles : [];
  return Array.isArray(roles) ? roles : [];
};

const refused = (error: unknown): Refusal => {
  // The caller is not at fault when the issuer's keys cannot be fetched.
  const keysMissing =
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || !(error instanceof errors.JOSEError);
  if (keysMissing) return new Refusal(503, 'ISSUER_UNAVAILABLE', 'The keys of the issuer cannot be fetched');
  return new Refusal(401, 'TOKEN_INVALID', `The token is not valid: ${error.code}`);
};

/** Makes a check of the Authorization header. It refuses with TOKEN_MISSING, TOKEN_INVALID, ROLE_MISSING or ISSUER_UNAVAILABLE. */
export const tokenCheck = (settings: TokenSettings): ((authorization: string | undefined) => Promise<void>) => {
  const address = settings.jwksUrl ?? `${settings.issuer}/protocol/openid-connect/certs`;
  const keys = createRemoteJWKSet(new URL(address), {
    timeoutDuration: jwksTimeoutMs,
    cooldownDuration: jwksCooldownMs,
  });
  return async (authorization) => {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new Refusal(401, 'TOKEN_MISSING', 'The call has no bearer token');
    const verified = await jwtVerify(token, keys, {
      issuer: settings.issuer,
      audience: settings.audience,
      algorithms: ['RS256', 'PS256', 'ES256'],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp'],
    }).catch((error: unknown) => {
      throw refused(error);
    });
    if (!rolesOf(verified.payload).includes(settings.role))
      throw new Refusal(403, 'ROLE_MISSING', `The caller does not hold the role ${settings.role}`);
  };
};
