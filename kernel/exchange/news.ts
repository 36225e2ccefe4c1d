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
 * xid keeps it off the old rows; ids up to `adopted_through` belong to another cluster, whose transaction ids mean nothing.
 */
export const newSince = (row: string, head: string): RawBuilder<unknown> =>
  sql.raw(
    `(${head}.snapshot is null or (${row}.xid >= pg_snapshot_xmin(${head}.snapshot) ` +
      `and not pg_visible_in_snapshot(${row}.xid, ${head}.snapshot) and ${row}.id > ${head}.adopted_through))`,
  );

/** Looks for news of the given shards, of the audit log and of the feeds; another cluster than the last cut's is news too. */
export const readNews = async (
  tx: QueryExecutorProvider,
  shards: readonly number[],
  systemIdentifier: string,
): Promise<News> => {
  const { rows } = await sql<{ events: boolean; audit_entries: boolean; feed_entries: boolean }>`
    select
      exists (select from shard s where s.shard = any (${[...shards]}::int[]) and s.forked_reason is null
        and (s.system_identifier <> ${systemIdentifier}
          or exists (select from outbox o where o.shard = s.shard and ${newSince('o', 's')}))) as events,
      exists (select from audit_head h where h.system_identifier <> ${systemIdentifier}
        or exists (select from audit_entry e where ${newSince('e', 'h')})) as audit_entries,
      exists (select from feed_head h where h.system_identifier <> ${systemIdentifier}
        or exists (select from feed_entry e where ${newSince('e', 'h')})) as feed_entries`.execute(tx);
  const row = rows[0];
  return {
    events: row?.events === true,
    auditEntries: row?.audit_entries === true,
    feedEntries: row?.feed_entries === true,
  };
};
