// The chain over the audit entries: sequence and hashes given after commit, by the cut of exchange rule E3.
import { createHash } from 'node:crypto';
import { type QueryExecutorProvider, sql } from 'kysely';
import type { Producer } from '#kernel/exchange/producing/incarnation.ts';
import { fromElsewhere, newSince } from '#kernel/exchange/producing/news.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';

/** The hash before the first link. */
export const auditGenesis: Buffer = Buffer.alloc(32);

/** Entries that are held in memory at a time. */
const chainedAtATime = 2_000;

/** The hash of a link: SHA-256 of the previous hash, the sequence as eight bytes, and the entry's canonical bytes. */
export const linkHash = (previous: Uint8Array, sequence: number, body: Uint8Array): Buffer => {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(sequence));
  return createHash('sha256').update(previous).update(number).update(body).digest();
};

interface HeadRow {
  readonly sequence: string;
  readonly hash: Buffer;
  readonly from_elsewhere: boolean;
}

interface EntryRow {
  readonly id: string | null;
  readonly body: Buffer;
  readonly snapshot: string;
}

const unchained = sql`not exists (select from audit_chain c where c.entry_id = e.id)`;

/** Writes the links of the entries, in pieces, and gives the new end of the chain. */
const link = async (
  tx: QueryExecutorProvider,
  head: HeadRow,
  adopting: boolean,
): Promise<{ sequence: number; hash: Buffer; snapshot: string | undefined }> => {
  let sequence = Number(head.sequence);
  let hash = head.hash;
  let snapshot: string | undefined;
  await sql`declare new_entries no scroll cursor for
    select pg_current_snapshot()::text as snapshot, e.id, e.body
    from audit_head h left join lateral (
      select e.id, e.body from audit_entry e where ${adopting ? unchained : newSince('e', 'h')} offset 0
    ) e on true order by e.id`.execute(tx);
  for (;;) {
    const { rows } = await sql<EntryRow>`fetch ${sql.raw(String(chainedAtATime))} from new_entries`.execute(tx);
    const links: { sequence: number; entry_id: string; previous_hash: string; hash: string }[] = [];
    for (const { id, body, snapshot: read } of rows) {
      snapshot ??= read;
      if (id === null) continue;
      sequence += 1;
      const previous = hash;
      hash = linkHash(previous, sequence, body);
      links.push({ sequence, entry_id: id, previous_hash: previous.toString('hex'), hash: hash.toString('hex') });
    }
    await sql`
      insert into audit_chain (sequence, entry_id, previous_hash, hash)
      select sequence, entry_id, decode(previous_hash, 'hex'), decode(hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as l (sequence bigint, entry_id bigint, previous_hash text, hash text)`.execute(tx);
    if (rows.length < chainedAtATime) break;
  }
  return { sequence, hash, snapshot };
};

/**
 * Chains the entries that became visible since the last time; gives how many. Two processes may try at once: the second
 * one finds the head locked and leaves it to the first.
 */
export const extendAuditChain = (database: Transactor, producer: Producer): Promise<number> =>
  database.transact('exchange', async (tx) => {
    const { rows } = await sql<HeadRow>`
      select h.sequence, h.hash, ${fromElsewhere('audit_entry', 'h', producer.systemIdentifier)} as from_elsewhere
      from audit_head h for update skip locked`.execute(tx);
    const head = rows[0];
    if (head === undefined) return 0;
    const adopting = head.from_elsewhere;
    if (adopting) await sql`select lock_audit_entry()`.execute(tx);
    const end = await link(tx, head, adopting);
    await sql`
      update audit_head set sequence = ${end.sequence}, hash = ${end.hash}, system_identifier = ${producer.systemIdentifier},
        snapshot = coalesce(${end.snapshot ?? null}::pg_snapshot, snapshot),
        adopted_through = ${adopting ? sql`(select coalesce(max(id), 0) from audit_entry)` : sql`adopted_through`}`.execute(
      tx,
    );
    return end.sequence - Number(head.sequence);
  });
