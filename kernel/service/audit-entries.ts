// A page of a county's audit entries, and of those that concern no county, in the order of the chain.
import { type QueryExecutorProvider, sql } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';

/** An audit entry with its place in the chain. */
export interface ChainedEntry {
  readonly sequence: string;
  readonly county: string | null;
  readonly event: string;
  readonly operation: string;
  readonly subject: string;
  readonly client: string;
  readonly recordId: string | null;
  readonly outcome: 'done' | 'refused';
  readonly code: string | null;
  readonly recordedAt: string;
  readonly traceId: string;
  readonly hash: string;
}

/** One entry more than the page shows, if there is one. Entries that are not chained yet come later. */
export const listAuditEntriesOf = async (
  tx: QueryExecutorProvider,
  county: string,
  page: PageRequest,
): Promise<ChainedEntry[]> => {
  const { rows } = await sql<{ sequence: string; hash: string; body: Buffer }>`
    select c.sequence::text as sequence, encode(c.hash, 'hex') as hash, e.body
    from audit_chain c join audit_entry e on e.id = c.entry_id
    where (e.county = ${county} or e.county is null) and c.sequence > ${page.after?.[0] ?? '0'}::bigint
    order by c.sequence limit ${page.limit + 1}`.execute(tx);
  return rows.map((row) => ({
    ...(JSON.parse(row.body.toString('utf8')) as Omit<ChainedEntry, 'sequence' | 'hash'>),
    sequence: row.sequence,
    hash: row.hash,
  }));
};
