// The one judge of access tokens: jose decides, keycloak-connect reads the roles, the claims make the caller.
import { decodeJwt, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import { problem } from '#kernel/problem/problem.ts';
import type { Caller } from './caller.ts';
import { callerOf, roleNames } from './claims.ts';
import { defaultKeySetLimits, type KeySet, type KeySetLimits, openKeySet } from './key-set.ts';
import { type KeycloakAdapter, openKeycloakAdapter } from './keycloak-adapter.ts';
import { defaultTokenCacheLimits, openTokenCache, type TokenCacheLimits } from './token-cache.ts';

/** The only algorithm: keycloak-connect knows no other, and a longer list would only be a longer way in. */
const ALGORITHMS: string[] = ['RS256'];
const CLOCK_TOLERANCE_SECONDS = 30;
const TOKEN_LENGTH_MAX = 16_384;
/** How long a token may live where nothing else is said. */
export const tokenLifeSecondsDefault = 3_600;
// RFC 9068 section 4; Keycloak writes JWT. A logout token has another type (OpenID Connect Back-Channel Logout 1.0 section 2.4).
const accessTokenTypes: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** An issuer that is trusted. */
export interface TrustedIssuer {
  /** As the claim `iss` says it, to the letter. */
  readonly issuer: string;
  /** Where its keys are, when services reach it by another address than people do. */
  readonly jwksUrl?: string;
}

/** What a verifier needs. */
export interface VerifierSettings {
  readonly issuers: readonly TrustedIssuer[];
  readonly audience: string;
  readonly logger: Logger;
  /** Milliseconds since 1970; the real clock where it is not given. */
  readonly now?: () => number;
  readonly clockToleranceSeconds?: number;
  /** Seconds from `iat` to `exp` at most. */
  readonly tokenLifeSecondsMax?: number;
  readonly keySetLimits?: KeySetLimits;
  readonly cacheLimits?: TokenCacheLimits;
}

/** Judges access tokens. */
export interface Verifier {
  /**
   * The caller of an access token. Throws TOKEN_MISSING (an empty text), TOKEN_INVALID, TOKEN_EXPIRED, ROLES_CONFLICT or
   * ISSUER_UNAVAILABLE. Neither the error nor the log holds the token.
   */
  verify(bearer: string): Promise<Caller>;
}

interface OpenIssuer {
  readonly issuer: string;
  readonly keys: KeySet;
  readonly adapter: KeycloakAdapter;
}

const invalid = (reason: string, cause?: unknown): Error => problem('TOKEN_INVALID', { reason }, { cause });

/** Which of its promises a token broke, in one word for the caller. */
const reasonOf = (error: errors.JOSEError): string => {
  if (error instanceof errors.JWTClaimValidationFailed) return `claim ${error.claim}`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknown key';
  return 'malformed';
};

const refusalOf = (error: unknown): unknown => {
  if (error instanceof errors.JWTExpired) return problem('TOKEN_EXPIRED', {}, { cause: error });
  return error instanceof errors.JOSEError ? invalid(reasonOf(error), error) : error;
};

/** Whether a header names an access token, or no type. jose has not looked at the type of the value. */
const isAccessToken = ({ typ }: { readonly typ?: unknown }): boolean =>
  typ === undefined || (typeof typ === 'string' && accessTokenTypes.has(typ.toLowerCase()));

/** The issuer that a token claims, before anything is believed: it only says whose keys are to judge it. */
const claimedIssuer = (bearer: string): string | undefined => {
  try {
    return decodeJwt(bearer).iss;
  } catch (error) {
    throw invalid('malformed', error);
  }
};

/**
 * Opens a verifier for the issuers. A token passes with a signature by RS256, `exp`, a `nbf` that has come, one of the issuers,
 * our audience, the claim `typ` = "Bearer" and a header `typ` of an access token (RFC 7519, RFC 9068 §4; an id token carries another
 * `typ`). It lives no longer than `tokenLifeSecondsMax`, and was not issued after now.
 */
export const createVerifier = (settings: VerifierSettings): Verifier => {
  const { audience, logger, now = Date.now, clockToleranceSeconds = CLOCK_TOLERANCE_SECONDS } = settings;
  const { tokenLifeSecondsMax = tokenLifeSecondsDefault } = settings;
  const limits = settings.keySetLimits ?? defaultKeySetLimits;
  const cache = openTokenCache(settings.cacheLimits ?? defaultTokenCacheLimits);
  const issuers = new Map<string, OpenIssuer>(
    settings.issuers.map(({ issuer, jwksUrl }) => {
      const url = jwksUrl ?? `${issuer}/protocol/openid-connect/certs`;
      const keys = openKeySet({ url, logger, now, limits });
      return [issuer, { issuer, keys, adapter: openKeycloakAdapter(issuer, audience) }];
    }),
  );
  if (issuers.size === 0) throw new Error('No issuer is trusted: nobody could ever sign in.');

  const judge = (bearer: string, { issuer, keys }: OpenIssuer): Promise<JWTVerifyResult> =>
    jwtVerify(bearer, (header, token) => keys.resolve(header, token), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'iat', 'sub', 'azp', 'typ'],
      currentDate: new Date(now()),
    });

  /** A token that lives longer than is agreed, or that says it was issued later than now, is none that our issuer gave. */
  const requireLife = ({ iat = 0, exp = 0 }: JWTPayload): void => {
    if (iat > now() / 1_000 + clockToleranceSeconds) throw invalid('claim iat');
    if (exp - iat > tokenLifeSecondsMax) throw invalid('life');
  };

  const judgeAnew = async (bearer: string): Promise<Caller> => {
    const trusted = issuers.get(claimedIssuer(bearer) ?? '');
    if (trusted === undefined) throw invalid('claim iss');
    const { payload, protectedHeader } = await judge(bearer, trusted).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!isAccessToken(protectedHeader)) throw invalid('header typ');
    if (payload['typ'] !== 'Bearer') throw invalid('claim typ');
    requireLife(payload);
    // keycloak-connect finds keys by their id alone.
    if (protectedHeader.kid === undefined) throw invalid('unknown key');
    // Whole names count alone, whatever the adapter finds in them.
    const names = roleNames(payload);
    const roles = await trusted.adapter.rolesOf(bearer, trusted.keys.keys());
    const caller = callerOf(payload, new Set([...roles].filter((role) => names.has(role))));
    cache.set(bearer, caller, now(), (payload.exp ?? 0) * 1_000);
    return caller;
  };

  return {
    verify: async (bearer) => {
      if (bearer === '') throw problem('TOKEN_MISSING');
      if (bearer.length > TOKEN_LENGTH_MAX) throw invalid('too long');
      return cache.get(bearer, now()) ?? judgeAnew(bearer);
    },
  };
};
