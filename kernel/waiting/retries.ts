// Many things that are tried again and again, each with a wait of its own: one that fails holds up no other.
import { backoff } from './backoff.ts';

/** Waits by key. It is kept in memory: after a restart each key is tried at once. */
export interface Retries {
  /** Whether the key may be tried now. */
  due(key: string): boolean;
  /** After a try in vain: the key waits, longer with each one. Gives how many there were in a row. */
  failed(key: string): number;
  succeeded(key: string): void;
  /** Forgets every key but these. */
  keep(keys: Iterable<string>): void;
}

/** Begins with no key waiting. The waits grow from about `firstMs` to `mostMs`; `now` is a clock in milliseconds. */
export const retries = (
  firstMs: number,
  mostMs: number,
  now: () => number,
  random: () => number = Math.random,
): Retries => {
  const failures = new Map<string, { readonly tries: number; readonly nextMs: number }>();
  return {
    due: (key) => now() >= (failures.get(key)?.nextMs ?? 0),
    failed: (key) => {
      const tries = (failures.get(key)?.tries ?? 0) + 1;
      failures.set(key, { tries, nextMs: now() + backoff(tries - 1, firstMs, mostMs, random) });
      return tries;
    },
    succeeded: (key) => void failures.delete(key),
    keep: (keys) => {
      const kept = new Set(keys);
      for (const key of failures.keys()) if (!kept.has(key)) failures.delete(key);
    },
  };
};
