// The owner of handed-over sets in specs of a consumer (exchange rule E14).
import type { FetchPage } from '#kernel/exchange/handover/pull.ts';
import { type SetRow, setDigest } from '#kernel/exchange/handover/set.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';

/** Sets as their owners would hand them over, held in memory. */
export interface SetOwner {
  readonly handOver: (
    name: string,
    rows: readonly SetRow[],
  ) => { readonly setId: string; readonly number: number; readonly count: number; readonly digest: string };
  readonly fetchPage: FetchPage;
}

/** An owner that has handed nothing over yet. */
export const setOwner = (): SetOwner => {
  const sets = new Map<string, readonly SetRow[]>();
  return {
    handOver: (name, given) => {
      const rows = given.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
      const setId = businessId('handover-set', name, String(sets.size + 1));
      sets.set(setId, rows);
      const digest = setDigest();
      for (const { key, row } of rows) digest.add(key, canonicalJson(row));
      return { setId, number: 1, count: rows.length, digest: digest.digest() };
    },
    fetchPage: (set, after, limit) => {
      const rows = (sets.get(set.id) ?? []).filter(({ key }) => after === null || key > after);
      const items = rows.slice(0, limit);
      return Promise.resolve({ items, next: items.length < rows.length ? (items.at(-1)?.key ?? null) : null });
    },
  };
};
