// The issuer's public keys: fetched within limits, kept while the issuer is away, never a reason to fall over.
import {
  type CryptoKey,
  createRemoteJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWK,
  type JWSHeaderParameters,
} from 'jose';
import type { Logger } from 'pino';
import { problem } from '#kernel/problem/problem.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How often and how long the keys are asked for. */
export interface KeySetLimits {
  readonly fetchTimeoutMs: number;
  /** Keys older than this are fetched again in the background. */
  readonly refreshAfterMs: number;
  /** Keys older than this are not used: a withdrawn key may live on this long when the issuer can't be reached. */
  readonly staleAfterMs: number;
  /** After a fetch that succeeded, unknown key ids cause no other for so long: junk tokens can't flood the issuer. */
  readonly cooldownMs: number;
  /** The same after a fetch that failed. */
  readonly failureCooldownMs: number;
}

/** The limits in use where nothing else is said. */
export const defaultKeySetLimits: KeySetLimits = {
  fetchTimeoutMs: 5 * SECOND,
  refreshAfterMs: 10 * MINUTE,
  staleAfterMs: 60 * MINUTE,
  cooldownMs: 10 * SECOND,
  failureCooldownMs: SECOND,
};

/** What a key set needs. */
export interface KeySetSettings {
  readonly url: string;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits: KeySetLimits;
}

/** The keys of one issuer. */
export interface KeySet {
  /** The key that a token's header names. Throws ISSUER_UNAVAILABLE, or jose's own error where there is no such key. */
  resolve(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey>;
  /** The keys as fetched last. */
  keys(): readonly JWK[];
}

/** Opens the keys at `url`. Nothing is fetched before the first token. */
export const openKeySet = ({ url, logger, now, limits }: KeySetSettings): KeySet => {
  // An endless age and cooldown keep jose from fetching by itself: it would ask again for every token while the issuer fails.
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: limits.fetchTimeoutMs,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: Number.POSITIVE_INFINITY,
  });
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let running: Promise<void> | undefined;

  const unavailable = (): Error => problem('ISSUER_UNAVAILABLE', {}, { cause: failure });
  const fetchKeys = async (): Promise<void> => {
    attemptedAt = now();
    try {
      await remote.reload();
      fetchedAt = now();
      failure = undefined;
    } catch (error) {
      failure = error;
      logger.warn({ err: error, url }, 'the keys of the issuer could not be fetched');
      throw unavailable();
    } finally {
      running = undefined;
    }
  };
  const refresh = async (): Promise<void> => {
    if (running === undefined) {
      const waitMs = failure === undefined ? limits.cooldownMs : limits.failureCooldownMs;
      const coolingDown = now() - attemptedAt < waitMs;
      if (coolingDown && failure !== undefined) throw unavailable();
      if (coolingDown) return;
      running = fetchKeys();
    }
    await running;
  };
  const lookUp = async (header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      // A published key that can't be imported is the issuer's fault, not the caller's.
      throw problem('ISSUER_UNAVAILABLE', {}, { cause: error });
    }
  };
  return {
    resolve: async (header, token) => {
      const ageMs = now() - fetchedAt;
      if (ageMs > limits.staleAfterMs) await refresh();
      // Already logged, and the keys at hand are good for a while.
      else if (ageMs > limits.refreshAfterMs) refresh().catch(() => undefined);
      try {
        return await lookUp(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await refresh();
        return lookUp(header, token);
      }
    },
    keys: () => remote.jwks()?.keys ?? [],
  };
};
