// The owner's side of a hand-over: an immutable numbered set with count and digest, and its pages (exchange rule E14).
import { type QueryExecutorProvider, sql } from 'kysely';
import { busBytesMax, eventBytesMax } from '#kernel/exchange/limits.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { type Announcement, pageRowsMax, type SetPage, type SetRow, setDigest } from './set.ts';

interface StoredRow {
  readonly key: string;
  readonly body: string;
}

const insertedAtATime = 1_000;
const keyLengthMax = 512;
/** Room for the names and brackets around each row of a page. */
const rowOverheadBytes = 64;

const storedRow = ({ key, row }: SetRow): StoredRow => {
  if (key === '' || key.length > keyLengthMax) throw new Error(`A set has a row with the key ${JSON.stringify(key)}.`);
  const body = canonicalJson(row);
  if (Buffer.byteLength(body) > eventBytesMax) throw new Error(`The row ${key} of a set is larger than a page may be.`);
  return { key, body };
};

const insertRows = async (
  tx: QueryExecutorProvider,
  id: string,
  county: string | null,
  rows: readonly StoredRow[],
): Promise<void> => {
  await sql`
    insert into handover_row (set_id, key, county, body)
    select ${id}::uuid, key, ${county}, body
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (key text, body text)`.execute(tx);
};

const readRows = async (
  tx: QueryExecutorProvider,
  id: string,
  after: string | null,
  limit: number,
): Promise<StoredRow[]> => {
  const { rows } = await sql<StoredRow>`
    select key, body from handover_row
    where set_id = ${id} and (${after}::text is null or key > ${after}::text collate "C")
    order by key limit ${limit}`.execute(tx);
  return rows;
};

const digestRows = async (tx: QueryExecutorProvider, id: string): Promise<{ count: number; digest: string }> => {
  const digest = setDigest();
  let count = 0;
  let after: string | null = null;
  for (;;) {
    const rows: StoredRow[] = await readRows(tx, id, after, pageRowsMax);
    for (const { key, body } of rows) digest.add(key, body);
    count += rows.length;
    after = rows.at(-1)?.key ?? null;
    if (rows.length < pageRowsMax) return { count, digest: digest.digest() };
  }
};

/**
 * Publishes a set in the caller's transaction, from rows in any order; gives what its announcing event is to carry. The
 * number follows the last one of the kind and county. The same key twice is SQLSTATE 23505.
 */
export const publishSet = async (
  tx: QueryExecutorProvider,
  set: {
    readonly service: string;
    readonly kind: string;
    readonly county: string | null;
    readonly rows: AsyncIterable<SetRow> | Iterable<SetRow>;
  },
): Promise<Announcement> => {
  const { service, kind, county } = set;
  await sql`select pg_advisory_xact_lock(hashtext(${`${service}.handover.${kind}.${county ?? ''}`}))`.execute(tx);
  const last = await sql<{ number: string }>`
    select coalesce(max(number), 0) as number from handover_set
    where kind = ${kind} and county is not distinct from ${county}`.execute(tx);
  const number = Number(last.rows[0]?.number ?? 0) + 1;
  const id = businessId('handover-set', service, kind, county ?? '-', String(number));
  let waiting: StoredRow[] = [];
  for await (const row of set.rows) {
    waiting.push(storedRow(row));
    if (waiting.length < insertedAtATime) continue;
    await insertRows(tx, id, county, waiting);
    waiting = [];
  }
  if (waiting.length > 0) await insertRows(tx, id, county, waiting);
  const { count, digest } = await digestRows(tx, id);
  await sql`
    insert into handover_set (id, kind, number, county, count, digest)
    values (${id}, ${kind}, ${number}, ${county}, ${count}, ${digest})`.execute(tx);
  return { id, kind, number, county, count, digest };
};

/** Reads the head of a published set; undefined where none has this id in the transaction's scope. */
export const readSet = async (tx: QueryExecutorProvider, id: string): Promise<Announcement | undefined> => {
  const { rows } = await sql<Omit<Announcement, 'number' | 'count'> & { number: string; count: string }>`
    select id, kind, number, county, count, digest from handover_set where id = ${id}`.execute(tx);
  const row = rows[0];
  return row === undefined ? undefined : { ...row, number: Number(row.number), count: Number(row.count) };
};

/** Reads the page behind a key, of at most 1,000 rows and 512 KiB (E15). */
export const readPage = async (
  tx: QueryExecutorProvider,
  id: string,
  after: string | null,
  limit: number = pageRowsMax,
): Promise<SetPage> => {
  const rows = await readRows(tx, id, after, Math.min(limit, pageRowsMax) + 1);
  const items: SetRow[] = [];
  let bytes = 0;
  for (const { key, body } of rows.slice(0, Math.min(limit, pageRowsMax))) {
    bytes += Buffer.byteLength(body) + 2 * Buffer.byteLength(key) + rowOverheadBytes;
    if (items.length > 0 && bytes > busBytesMax) break;
    items.push({ key, row: JSON.parse(body) });
  }
  return { items, next: items.length < rows.length ? (items.at(-1)?.key ?? null) : null };
};
