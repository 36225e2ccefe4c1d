// Feeds for partners: records under delivery numbers that are given after commit (exchange rule E16).
import { createHash } from 'node:crypto';
import { type QueryExecutorProvider, sql } from 'kysely';
import type { Producer } from '#kernel/exchange/producing/incarnation.ts';
import { fromElsewhere, newSince } from '#kernel/exchange/producing/news.ts';
import { canonicalJson, sha256 } from '#kernel/values/canonical-json.ts';
import type { Transactor } from './transactor.ts';

/** A record that is due to a subscription, or its withdrawal when it leaves the grant. */
export type FeedRecord = {
  readonly subscription: string;
  readonly county: string;
  readonly recordType: string;
  readonly recordKey: string;
  readonly version: number;
} & ({ readonly kind: 'record'; readonly body: object } | { readonly kind: 'withdrawn' });

/** Adds a record to a feed in the caller's transaction. Its number follows after the commit. */
export const appendFeed = async (tx: QueryExecutorProvider, record: FeedRecord): Promise<void> => {
  const body = record.kind === 'record' ? canonicalJson(record.body) : '{}';
  await sql`
    insert into feed_entry (subscription, county, record_type, record_key, version, kind, body)
    values (${record.subscription}, ${record.county}, ${record.recordType}, ${record.recordKey}, ${record.version},
      ${record.kind}, ${body})`.execute(tx);
};

const unnumbered = sql`not exists (select from feed_number n where n.entry_id = e.id)`;

/**
 * Numbers the entries that became visible since the last time, each subscription for itself and without gaps; gives how
 * many. The entries and the new S come from one statement (E3). A second process finds the head locked and leaves it.
 */
export const numberFeeds = (database: Transactor, producer: Producer): Promise<number> =>
  database.transact('exchange', async (tx) => {
    const heads = await sql<{ from_elsewhere: boolean }>`
      select ${fromElsewhere('feed_entry', 'h', producer.systemIdentifier)} as from_elsewhere
      from feed_head h for update skip locked`.execute(tx);
    const head = heads.rows[0];
    if (head === undefined) return 0;
    const adopting = head.from_elsewhere;
    if (adopting) await sql`select lock_feed_entry()`.execute(tx);
    const { rows } = await sql<{ given: string }>`
      with fresh as materialized (
        select e.id, e.subscription, e.county,
          row_number() over (partition by e.subscription order by e.id) as rank
        from feed_head h cross join lateral (
          select * from feed_entry e where ${adopting ? unnumbered : newSince('e', 'h')} offset 0) e
      ), given as (
        insert into feed_number (subscription, number, entry_id, county)
        select fresh.subscription, fresh.rank + coalesce(
          (select max(n.number) from feed_number n where n.subscription = fresh.subscription), 0), fresh.id, fresh.county
        from fresh returning 1
      )
      update feed_head set numbered = numbered + (select count(*) from given), snapshot = pg_current_snapshot(),
        system_identifier = ${producer.systemIdentifier},
        adopted_through = ${adopting ? sql`(select coalesce(max(id), 0) from feed_entry)` : sql`adopted_through`}
      returning (select count(*) from given) as given`.execute(tx);
    return Number(rows[0]?.given ?? 0);
  });

/** One delivery of a feed. */
export interface FeedItem {
  readonly number: number;
  readonly recordType: string;
  readonly recordKey: string;
  readonly version: number;
  readonly kind: 'record' | 'withdrawn';
  /** The canonical record. */
  readonly body: string;
  /** That of the record, or the word `withdrawn`. */
  readonly digest: string;
}

/** Where to read: behind a number, through another where one is named, at most so many. */
export interface FeedPosition {
  readonly after: number;
  readonly through?: number;
  readonly limit: number;
}

/** A page of a feed: a numbered range with its digest, which a partner confirms. */
export interface FeedPage {
  readonly items: readonly FeedItem[];
  readonly digest: string;
  /** The cursor for the next page. */
  readonly through: number;
  /** Whether there is more behind it. */
  readonly more: boolean;
}

interface FeedRow {
  readonly number: string;
  readonly record_type: string;
  readonly record_key: string;
  readonly version: string;
  readonly kind: 'record' | 'withdrawn';
  readonly body: string;
}

/**
 * The digest of a range: SHA-256 over a line for each delivery (number, key, version, digest of the record or `withdrawn`), so
 * that a partner can take it from what it keeps, long after it has put the contents away.
 */
export const feedDigest = (items: readonly FeedItem[]): string => {
  const hash = createHash('sha256');
  for (const { number, recordKey, version, digest } of items)
    hash.update(`${number} ${recordKey} ${version} ${digest}\n`);
  return hash.digest('hex');
};

/** Reads a feed in the order of its numbers. An empty page keeps the cursor where it was. */
export const readFeed = async (
  tx: QueryExecutorProvider,
  subscription: string,
  { after, through, limit }: FeedPosition,
): Promise<FeedPage> => {
  const { rows } = await sql<FeedRow>`
    select n.number, e.record_type, e.record_key, e.version, e.kind, e.body
    from feed_number n join feed_entry e on e.id = n.entry_id
    where n.subscription = ${subscription} and n.number > ${after}
      and n.number <= coalesce(${through ?? null}::bigint, n.number)
    order by n.number limit ${limit + 1}`.execute(tx);
  const items = rows.slice(0, limit).map((row) => ({
    number: Number(row.number),
    recordType: row.record_type,
    recordKey: row.record_key,
    version: Number(row.version),
    kind: row.kind,
    body: row.body,
    digest: row.kind === 'withdrawn' ? row.kind : sha256(row.body),
  }));
  return { items, through: items.at(-1)?.number ?? after, digest: feedDigest(items), more: rows.length > limit };
};
