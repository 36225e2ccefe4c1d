// Proving the audit chain: every link recomputed from the entries' bytes.
import { type QueryExecutorProvider, sql } from 'kysely';
import { newSince } from '#kernel/exchange/producing/news.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { auditGenesis, linkHash } from './chain.ts';

/** What a verification found: an unbroken chain, or the first break in it. */
export type AuditVerdict = {
  /** Entries that wait for their link: a few while commands run, none at rest. */
  readonly unchained: number;
} & (
  | {
      readonly intact: true;
      /** The sequence up to which the chain is proven, and its hash. */
      readonly length: number;
      readonly head: string;
      /** Where to go on; null at the end of the chain. */
      readonly next: number | null;
    }
  | { readonly intact: false; readonly sequence: number; readonly reason: AuditBreak }
);

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

/** Links that one call walks: a few seconds of work. */
export const auditLinksMax = 50_000;

const pageSize = 5_000;

interface LinkRow {
  readonly sequence: string;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly body: Buffer | null;
  readonly county: string | null;
  readonly event: string;
  readonly recorded_at: Date;
}

const fieldsFit = ({ body, county, event, recorded_at: recordedAt }: LinkRow): boolean => {
  if (body === null) return false;
  const said: unknown = JSON.parse(body.toString('utf8'));
  if (typeof said !== 'object' || said === null) return false;
  const columns = { county, event, recordedAt: recordedAt.toISOString() };
  return Object.entries(columns).every(([name, value]) => Reflect.get(said, name) === value);
};

const page = async (tx: QueryExecutorProvider, after: number, limit: number): Promise<LinkRow[]> => {
  const { rows } = await sql<LinkRow>`
    select c.sequence, c.previous_hash, c.hash, e.body, e.county, e.event, e.recorded_at
    from audit_chain c left join audit_entry e on e.id = c.entry_id
    where c.sequence > ${after} order by c.sequence limit ${limit}`.execute(tx);
  return rows;
};

type Walked =
  | { readonly end: number; readonly hash: Buffer; readonly finished: boolean }
  | { readonly sequence: number; readonly reason: AuditBreak };

const broken = (sequence: number, reason: AuditBreak): Walked => ({ sequence, reason });

/** The hash of a link that an earlier call has proven; undefined where there is none. */
const hashAt = async (tx: QueryExecutorProvider, sequence: number): Promise<Buffer | undefined> => {
  if (sequence === 0) return auditGenesis;
  const { rows } = await sql<{ hash: Buffer }>`select hash from audit_chain where sequence = ${sequence}`.execute(tx);
  return rows[0]?.hash;
};

/** Walks the links behind a proven one, at most `limit`, to the first that does not fit. */
const walk = async (tx: QueryExecutorProvider, after: number, limit: number): Promise<Walked> => {
  let previous = await hashAt(tx, after);
  if (previous === undefined) return broken(after, 'link-missing');
  let end = after;
  while (end - after < limit) {
    const rows = await page(tx, end, Math.min(pageSize, limit - (end - after)));
    for (const row of rows) {
      const next = end + 1;
      if (Number(row.sequence) !== next) return broken(next, 'link-missing');
      if (!row.previous_hash.equals(previous)) return broken(next, 'previous-differs');
      if (row.body === null || !linkHash(previous, next, row.body).equals(row.hash) || !fieldsFit(row))
        return broken(next, 'entry-altered');
      end = next;
      previous = row.hash;
    }
    if (rows.length === 0) return { end, hash: previous, finished: true };
  }
  return { end, hash: previous, finished: false };
};

const readHead = async (
  tx: QueryExecutorProvider,
): Promise<{ readonly sequence: number; readonly hash: Buffer; readonly unchained: number }> => {
  const { rows } = await sql<{ sequence: string; hash: Buffer; unchained: string }>`
    select sequence, hash, (select count(*) from audit_head h cross join lateral (
      select from audit_entry e where ${newSince('e', 'h')} offset 0) e) as unchained
    from audit_head`.execute(tx);
  const head = rows[0];
  if (head === undefined) throw new Error('The audit chain has no head.');
  return { sequence: Number(head.sequence), hash: head.hash, unchained: Number(head.unchained) };
};

/**
 * Walks the chain in one snapshot behind a sequence that is proven already, at most `limit` links, and reports the first break.
 * The chain is proven by calls that go on where the one before ended, up to the head. Run it as `<service>_exchange`.
 */
export const verifyAuditChain = (
  database: Transactor,
  { after, limit }: { readonly after: number; readonly limit: number } = { after: 0, limit: auditLinksMax },
): Promise<AuditVerdict> =>
  database.transact(
    'exchange',
    async (tx): Promise<AuditVerdict> => {
      const { unchained, ...head } = await readHead(tx);
      const walked = await walk(tx, after, limit);
      if ('reason' in walked) return { intact: false, unchained, ...walked };
      const { end, hash, finished } = walked;
      if (finished && head.sequence > end)
        return { intact: false, unchained, sequence: end + 1, reason: 'link-missing' };
      if (finished && !head.hash.equals(hash))
        return { intact: false, unchained, sequence: end, reason: 'head-differs' };
      return { intact: true, unchained, length: end, head: hash.toString('hex'), next: finished ? null : end };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
