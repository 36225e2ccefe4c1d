// The pulls of a consumer as rows of `handover_pull`: which are open, how far each is, and how it ended (exchange rule E14).
import { type QueryExecutorProvider, sql } from 'kysely';
import type { RecordedEvent } from '#kernel/exchange/event.ts';
import type { Announcement } from './set.ts';

/** A set that is to be pulled. */
export interface PulledSet extends Announcement {
  readonly source: string;
}

/** A pull that is not switched yet. */
export interface OpenPull {
  readonly set: PulledSet;
  /** The key behind which the next page begins; null before the first one. */
  readonly after: string | null;
  /** All pages are staged. */
  readonly complete: boolean;
  /** The event that announced the set. */
  readonly cause: RecordedEvent;
}

interface PullRow {
  readonly id: string;
  readonly source: string;
  readonly kind: string;
  readonly number: string;
  readonly county: string | null;
  readonly count: string;
  readonly digest: string;
  readonly after_key: string | null;
  readonly complete: boolean;
  readonly cause: RecordedEvent;
}

const pullOf = (row: PullRow): OpenPull => ({
  set: {
    id: row.id,
    source: row.source,
    kind: row.kind,
    number: Number(row.number),
    county: row.county,
    count: Number(row.count),
    digest: row.digest,
  },
  after: row.after_key,
  complete: row.complete,
  cause: row.cause,
});

const selectOpen = (id: string) => sql<PullRow>`
  select id, source, kind, number, county, count, digest, after_key, complete, cause from handover_pull
  where id = ${id} and switched_at is null`;

/** Reads an open pull; undefined when it was never requested or has ended. */
export const readOpenPull = async (tx: QueryExecutorProvider, id: string): Promise<OpenPull | undefined> => {
  const { rows } = await selectOpen(id).execute(tx);
  return rows[0] === undefined ? undefined : pullOf(rows[0]);
};

/** The same under its lock: whoever changes a pull or its staged rows takes this first. */
export const lockOpenPull = async (tx: QueryExecutorProvider, id: string): Promise<OpenPull | undefined> => {
  const { rows } = await sql<PullRow>`${selectOpen(id)} for update`.execute(tx);
  return rows[0] === undefined ? undefined : pullOf(rows[0]);
};

/** The requested sets that are not switched yet, in the order in which they are to be switched. */
export const openPulls = async (tx: QueryExecutorProvider): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from handover_pull where switched_at is null order by source, kind, county, number`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Remembers in the transaction of a page's rows how far they reach; `next` is null behind the last page. */
export const advancePull = async (
  tx: QueryExecutorProvider,
  id: string,
  page: { readonly next: string | null; readonly rows: number },
): Promise<void> => {
  await sql`
    update handover_pull set after_key = ${page.next}, complete = ${page.next === null},
      staged = staged + ${page.rows}, failure = null where id = ${id}`.execute(tx);
};

/** Sends an open pull back to its first page, and keeps why. */
export const restartPull = async (tx: QueryExecutorProvider, id: string, failure: string): Promise<void> => {
  await sql`
    update handover_pull set after_key = null, complete = false, staged = 0, failure = ${failure}
    where id = ${id} and switched_at is null`.execute(tx);
};

/** Whether a later set of the kind and county was switched to already. */
export const isSuperseded = async (tx: QueryExecutorProvider, set: PulledSet): Promise<boolean> => {
  const { rows } = await sql`
    select from handover_pull where source = ${set.source} and kind = ${set.kind} and number > ${set.number}
      and county is not distinct from ${set.county} and switched_at is not null and not superseded limit 1`.execute(tx);
  return rows.length > 0;
};

/** Ends a pull for good. */
export const endPull = async (tx: QueryExecutorProvider, id: string, superseded: boolean): Promise<void> => {
  await sql`
    update handover_pull set switched_at = clock_timestamp(), superseded = ${superseded} where id = ${id}`.execute(tx);
};
