// Whether there is anything to cut: one cheap look, so that an idle service asks once and writes nothing.
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely';

/** What is new since the last cuts. */
export interface News {
  readonly events: boolean;
  readonly auditEntries: boolean;
  readonly feedEntries: boolean;
}

/**
 * The condition of E3 for a row of `row` and the head of its cut in `head`: visible now, and not visible in S. The range on
 * xid, which stands outside the alternative so that an index serves it, keeps it off the old rows; ids up to
 * `adopted_through` belong to another cluster, whose transaction ids mean nothing. Joined to a head, the rows come from a
 * lateral subquery with `offset 0`: joined freely, the planner would read the whole table and compare it with the heads.
 */
export const newSince = (row: string, head: string): RawBuilder<unknown> =>
  sql.raw(
    `${row}.xid >= coalesce(pg_snapshot_xmin(${head}.snapshot), '0'::xid8) and (${head}.snapshot is null or ` +
      `(not pg_visible_in_snapshot(${row}.xid, ${head}.snapshot) and ${row}.id > ${head}.adopted_through))`,
  );

// Whether a table has a new row, found from the newest down: asked by `exists` the planner would walk all rows for the first.
const anyNew = (from: string, head: string, also = 'true'): RawBuilder<unknown> =>
  sql`(select true from ${sql.raw(from)} o where ${sql.raw(also)} and ${newSince('o', head)} order by o.xid desc limit 1)`;

/** Looks for news of the given shards, of the audit log and of the feeds; another cluster than the last cut's is news too. */
export const readNews = async (
  tx: QueryExecutorProvider,
  shards: readonly number[],
  systemIdentifier: string,
): Promise<News> => {
  const { rows } = await sql<{ events: boolean; audit_entries: boolean; feed_entries: boolean }>`
    select
      exists (select from shard s where s.shard = any (${[...shards]}::int[]) and s.forked_reason is null
        and (s.system_identifier <> ${systemIdentifier} or ${anyNew('outbox', 's', 'o.shard = s.shard')})) as events,
      exists (select from audit_head h where h.system_identifier <> ${systemIdentifier}
        or ${anyNew('audit_entry', 'h')}) as audit_entries,
      exists (select from feed_head h where h.system_identifier <> ${systemIdentifier}
        or ${anyNew('feed_entry', 'h')}) as feed_entries`.execute(tx);
  const row = rows[0];
  return {
    events: row?.events === true,
    auditEntries: row?.audit_entries === true,
    feedEntries: row?.feed_entries === true,
  };
};
