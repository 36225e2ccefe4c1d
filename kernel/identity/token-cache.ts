// Verified tokens, remembered for a short while by their digest: a signature check costs a quarter of a millisecond.
import { hash } from 'node:crypto';
import type { Caller } from './caller.ts';

/** Bounds of the cache: how many callers, and how long each. */
export interface TokenCacheLimits {
  readonly entriesMax: number;
  readonly lifetimeMs: number;
}

/** The limits in use where nothing else is said. */
export const defaultTokenCacheLimits: TokenCacheLimits = { entriesMax: 10_000, lifetimeMs: 60_000 };

/** Callers by token. */
export interface TokenCache {
  get(bearer: string, nowMs: number): Caller | undefined;
  /** Remembers a caller until the lifetime or the token's own end has come, whichever is first. */
  set(bearer: string, caller: Caller, nowMs: number, expiresAtMs: number): void;
  size(): number;
}

/** Opens an empty cache. The token is never kept: only its SHA-256. */
export const openTokenCache = (limits: TokenCacheLimits): TokenCache => {
  const entries = new Map<string, { readonly caller: Caller; readonly untilMs: number }>();
  const keyOf = (bearer: string): string => hash('sha256', bearer, 'base64');
  return {
    get: (bearer, nowMs) => {
      const key = keyOf(bearer);
      const entry = entries.get(key);
      if (entry === undefined || nowMs < entry.untilMs) return entry?.caller;
      entries.delete(key);
      return undefined;
    },
    set: (bearer, caller, nowMs, expiresAtMs) => {
      const untilMs = Math.min(nowMs + limits.lifetimeMs, expiresAtMs);
      if (untilMs <= nowMs) return;
      const oldest = entries.size >= limits.entriesMax ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(keyOf(bearer), { caller, untilMs });
    },
    size: () => entries.size,
  };
};
