// Where the development issuer keeps sessions and codes: in memory, bounded, lost at the end of the process.
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

const ENTRIES_MAX = 20_000;

interface Entry {
  payload: AdapterPayload;
  readonly untilMs: number;
}

/** A store for one issuer. The oldest entries go when there are too many. */
export const memoryAdapter = (): AdapterFactory => {
  const entries = new Map<string, Entry>();
  const alive = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || Date.now() < entry.untilMs) return entry?.payload;
    entries.delete(key);
    return undefined;
  };
  const first = (wanted: (payload: AdapterPayload) => boolean, prefix: string): AdapterPayload | undefined => {
    for (const [key, { payload }] of entries) if (key.startsWith(prefix) && wanted(payload)) return alive(key);
    return undefined;
  };
  return (name): Adapter => {
    const keyOf = (id: string): string => `${name}:${id}`;
    return {
      upsert: (id, payload, expiresInSeconds) => {
        const untilMs =
          expiresInSeconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresInSeconds * 1_000;
        entries.delete(keyOf(id));
        entries.set(keyOf(id), { payload, untilMs });
        const oldest = entries.size > ENTRIES_MAX ? entries.keys().next().value : undefined;
        if (oldest !== undefined) entries.delete(oldest);
        return Promise.resolve();
      },
      find: (id) => Promise.resolve(alive(keyOf(id))),
      findByUid: (uid) => Promise.resolve(first((payload) => payload.uid === uid, keyOf(''))),
      findByUserCode: (code) => Promise.resolve(first((payload) => payload.userCode === code, keyOf(''))),
      consume: (id) => {
        const payload = alive(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
        return Promise.resolve();
      },
      destroy: (id) => {
        entries.delete(keyOf(id));
        return Promise.resolve();
      },
      revokeByGrantId: (grantId) => {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
        return Promise.resolve();
      },
    };
  };
};
