// Publishing the county's directory as an immutable set, and announcing it, where it changed (exchange rule E14).
import { sql, type Transaction } from 'kysely';
import { publishSet } from '#kernel/exchange/handover/publish.ts';
import { setDigest } from '#kernel/exchange/handover/set.ts';
import { directorySetKind } from '#kernel/scope/pull-directory.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { countyHistories } from '../store/place-histories.ts';
import type { DB } from '../store/tables.ts';
import { appendWorkerEvent, type Origin, todayOf } from './context.ts';

interface Row {
  readonly key: string;
  readonly row: unknown;
}

const digestOfRows = (rows: readonly Row[]): string => {
  const digest = setDigest();
  // Keys are ids in lower case: the order of code units is that of bytes.
  for (const { key, row } of rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))) digest.add(key, canonicalJson(row));
  return digest.digest();
};

const lastDigest = async (tx: Transaction<DB>, county: string): Promise<string | undefined> => {
  const { rows } = await sql<{ digest: string }>`
    select digest from handover_set where kind = ${directorySetKind} and county = ${county}
    order by number desc limit 1`.execute(tx);
  return rows[0]?.digest;
};

/** Publishes and announces the directory in the caller's transaction; does nothing where it is what was published last. */
export const publishDirectory = async (tx: Transaction<DB>, origin: Origin): Promise<void> => {
  const { county } = origin;
  const histories = await countyHistories(tx, county);
  const rows = histories.map((history) => ({ key: history.placeId, row: history }));
  if (rows.length === 0 || digestOfRows(rows) === (await lastDigest(tx, county))) return;
  const set = await publishSet(tx, { service: 'integration', kind: directorySetKind, county, rows });
  const { id: setId, number, count, digest } = set;
  const payload = { setId, number, count, digest, asOf: await todayOf(tx, county) };
  await appendWorkerEvent(tx, { type: 'cn.jixiao.integration.DirectoryPublished.v1', key: county, payload }, origin);
};
