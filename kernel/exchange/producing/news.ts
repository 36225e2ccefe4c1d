// Whether there is anything to cut: one cheap look, so that an idle service asks once and writes nothing.
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely';

/** What is new since the last cuts. */
export interface News {
  /** Shards whose epoch another leader has raised: this process leads them no longer (E6). */
  readonly deposed: readonly number[];
  readonly events: boolean;
  readonly auditEntries: boolean;
  readonly feedEntries: boolean;
}

/**
 * The condition of E3 for a row of `row` and the head of its cut in `head`: visible now, and not visible in S. The range on
 * xid, which stands outside the alternative so that an index serves it, keeps it off the old rows; ids up to
 * `adopted_through` belong to another cluster, whose transaction ids mean nothing. They may be larger than any of this
 * cluster: the upper end of the range, which every visible row of this one is below, keeps it off those. Joined to a head,
 * the rows come from a lateral subquery with `offset 0`: joined freely, the planner would read the whole table and compare it
 * with the heads.
 */
export const newSince = (row: string, head: string): RawBuilder<unknown> =>
  sql.raw(
    `${row}.xid >= coalesce(pg_snapshot_xmin(${head}.snapshot), '0'::xid8) and ` +
      `${row}.xid < pg_snapshot_xmax(pg_current_snapshot()) and (${head}.snapshot is null or ` +
      `(not pg_visible_in_snapshot(${row}.xid, ${head}.snapshot) and ${row}.id > ${head}.adopted_through))`,
  );

/**
 * The condition that the rows of `from` were written in another cluster than this one (`systemIdentifier`): the last cut was
 * made there or, where none was made yet, a row is visible whose transaction id this cluster has not given. Then S and the ids
 * mean nothing, and what is in no cut is to be looked for instead.
 */
export const fromElsewhere = (
  from: string,
  head: string,
  systemIdentifier: string,
  also = 'true',
): RawBuilder<unknown> => sql`coalesce(
  ${sql.ref(`${head}.system_identifier`)} <> ${systemIdentifier},
  exists (select from ${sql.raw(from)} o where ${sql.raw(also)} and o.xid >= pg_snapshot_xmax(pg_current_snapshot())))`;

// Whether a table has a new row, found from the newest down: asked by `exists` the planner would walk all rows for the first.
const anyNew = (from: string, head: string, also = 'true'): RawBuilder<unknown> =>
  sql`(select true from ${sql.raw(from)} o where ${sql.raw(also)} and ${newSince('o', head)} order by o.xid desc limit 1)`;

interface NewsRow {
  readonly deposed: readonly number[];
  readonly events: boolean;
  readonly audit_entries: boolean;
  readonly feed_entries: boolean;
}

/**
 * Looks for news of the held shards (shard → epoch), of the audit log and of the feeds; another cluster than the last cut's
 * is news too.
 */
export const readNews = async (
  tx: QueryExecutorProvider,
  held: ReadonlyMap<number, number>,
  systemIdentifier: string,
): Promise<News> => {
  const shards = [...held.keys()];
  const { rows } = await sql<NewsRow>`
    select
      array(select s.shard from shard s join unnest(${shards}::int[], ${[...held.values()]}::bigint[]) as held (shard, epoch)
        on held.shard = s.shard and held.epoch <> s.epoch) as deposed,
      exists (select from shard s where s.shard = any (${shards}::int[]) and s.forked_reason is null
        and (${fromElsewhere('outbox', 's', systemIdentifier, 'o.shard = s.shard')}
          or ${anyNew('outbox', 's', 'o.shard = s.shard')})) as events,
      exists (select from audit_head h where ${fromElsewhere('audit_entry', 'h', systemIdentifier)}
        or ${anyNew('audit_entry', 'h')}) as audit_entries,
      exists (select from feed_head h where ${fromElsewhere('feed_entry', 'h', systemIdentifier)}
        or ${anyNew('feed_entry', 'h')}) as feed_entries`.execute(tx);
  const row = rows[0];
  return {
    deposed: row?.deposed ?? [],
    events: row?.events === true,
    auditEntries: row?.audit_entries === true,
    feedEntries: row?.feed_entries === true,
  };
};
