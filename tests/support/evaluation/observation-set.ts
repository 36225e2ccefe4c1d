// A set of frozen observations as indicators would hand it over: rows, pages, count and digest (E14).
import type { FetchPage } from '#kernel/exchange/handover/pull.ts';
import { type SetRow, setDigest } from '#kernel/exchange/handover/set.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { placeIdOf } from '../small-directory.ts';
import type { Performance } from './scheme.ts';

/** A published set. */
export interface PublishedSet {
  readonly setId: string;
  readonly number: number;
  readonly count: number;
  readonly digest: string;
  readonly rows: readonly SetRow[];
}

const rowOf = (code: string, elementCode: string, value: string): SetRow => {
  const placeId = placeIdOf(code);
  return {
    key: `${elementCode} ${placeId} 2025 0001`,
    row: {
      asOf: '2026-01-08',
      elementCode,
      observationId: businessId('observation', placeId, elementCode, '2025'),
      period: '2025',
      placeId,
      revision: 1,
      status: 'confirmed',
      value,
    },
  };
};

/** The set of what the townships came to; a null is an observation that is missing. */
export const observationSet = (performances: readonly Performance[]): PublishedSet => {
  const rows = performances
    .flatMap(({ code, revenue, water }) => [
      ...(revenue === null ? [] : [rowOf(code, 'E-REVENUE', revenue)]),
      ...(water === null ? [] : [rowOf(code, 'E-WATER', water)]),
    ])
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const digest = setDigest();
  for (const { key, row } of rows) digest.add(key, canonicalJson(row));
  return {
    setId: businessId('handover-set', canonicalJson(rows)),
    number: 1,
    count: rows.length,
    digest: digest.digest(),
    rows,
  };
};

/** The owner's pages of a set, `size` rows each; `sent` sees how often it is asked. */
export const pagesOf =
  (rows: () => readonly SetRow[], size = 5, sent: () => void = () => undefined): FetchPage =>
  async (_set, after) => {
    sent();
    const rest = rows().filter(({ key }) => after === null || key > after);
    const items = rest.slice(0, size);
    return { items, next: rest.length > size ? (items.at(-1)?.key ?? null) : null };
  };
