// Proving the audit chain: every link recomputed from the entries' bytes.
import { type QueryExecutorProvider, sql } from 'kysely';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { auditGenesis, linkHash } from './chain.ts';

/** What a verification found: an unbroken chain, or the first break in it. */
export type AuditVerdict =
  | { readonly intact: true; readonly length: number; readonly head: string; readonly unchained: number }
  | { readonly intact: false; readonly sequence: number; readonly reason: AuditBreak };

/** Why a chain is broken at a sequence. */
export type AuditBreak =
  /** The sequence has no link, though later ones or the head have. */
  | 'link-missing'
  /** The link names another previous hash than the link before it has. */
  | 'previous-differs'
  /** The entry's bytes no longer give the hash, or its columns no longer say what the bytes say. */
  | 'entry-altered'
  /** The chain ends in another hash than the head says. */
  | 'head-differs';

const pageSize = 5_000;

interface LinkRow {
  readonly sequence: string;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly body: Buffer | null;
  readonly county: string | null;
  readonly event: string;
}

const fieldsFit = (row: LinkRow): boolean => {
  if (row.body === null) return false;
  const said: unknown = JSON.parse(row.body.toString('utf8'));
  return (
    typeof said === 'object' &&
    said !== null &&
    'county' in said &&
    said.county === row.county &&
    'event' in said &&
    said.event === row.event
  );
};

const page = async (tx: QueryExecutorProvider, after: number): Promise<LinkRow[]> => {
  const { rows } = await sql<LinkRow>`
    select c.sequence, c.previous_hash, c.hash, e.body, e.county, e.event
    from audit_chain c left join audit_entry e on e.id = c.entry_id
    where c.sequence > ${after} order by c.sequence limit ${pageSize}`.execute(tx);
  return rows;
};

const broken = (sequence: number, reason: AuditBreak): AuditVerdict => ({ intact: false, sequence, reason });

/**
 * Walks the whole chain in one snapshot and reports the first break. `unchained` counts entries that wait for their link:
 * a few while commands run, none at rest. Run it as `<service>_exchange`.
 */
export const verifyAuditChain = (database: Transactor): Promise<AuditVerdict> =>
  database.transact(
    'exchange',
    async (tx) => {
      let length = 0;
      let previous: Buffer = auditGenesis;
      for (;;) {
        const rows = await page(tx, length);
        for (const row of rows) {
          const next = length + 1;
          if (Number(row.sequence) !== next) return broken(next, 'link-missing');
          if (!row.previous_hash.equals(previous)) return broken(next, 'previous-differs');
          if (row.body === null || !linkHash(previous, next, row.body).equals(row.hash) || !fieldsFit(row))
            return broken(next, 'entry-altered');
          length = next;
          previous = row.hash;
        }
        if (rows.length < pageSize) break;
      }
      const { rows: heads } = await sql<{ sequence: string; hash: Buffer; entries: string }>`
        select sequence, hash, (select count(*) from audit_entry) as entries from audit_head`.execute(tx);
      const head = heads[0];
      if (head === undefined || Number(head.sequence) > length) return broken(length + 1, 'link-missing');
      if (!head.hash.equals(previous)) return broken(length, 'head-differs');
      return { intact: true, length, head: previous.toString('hex'), unchained: Number(head.entries) - length };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
