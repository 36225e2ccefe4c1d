// Claims on work: a row is held for a time and renewed; what a crashed process held is free when its time is over.
import { type QueryExecutorProvider, type RawBuilder, type SqlBool, sql } from 'kysely';

/** The tables whose rows are work. */
export type WorkTable = 'synchronisation' | 'delivery';

/** A piece of work by its county and id. */
export interface Work {
  readonly county: string;
  readonly id: string;
}

/** The condition that a row's time has come and that nobody holds it. */
export const isFree: RawBuilder<SqlBool> = sql<SqlBool>`(next_attempt_at <= clock_timestamp()
  and (claimed_until is null or claimed_until < clock_timestamp()))`;

/** Claims a row that is open, and counts the attempt; false where another instance was faster. */
export const claimWork = async (
  tx: QueryExecutorProvider,
  table: WorkTable,
  { county, id }: Work,
  claim: string,
  leaseMs: number,
): Promise<boolean> => {
  const open = table === 'synchronisation' ? sql`state = 'running'` : sql`state in ('due', 'sent')`;
  const sent = table === 'synchronisation' ? sql`` : sql`, state = 'sent'`;
  const { rows } = await sql`
    update ${sql.table(table)} set claim = ${claim}, attempts = attempts + 1 ${sent},
      claimed_until = clock_timestamp() + make_interval(secs => ${leaseMs}::float8 / 1000)
    where county = ${county} and id = ${id} and ${open} and ${isFree} returning id`.execute(tx);
  return rows.length > 0;
};

/** Holds a claim for longer; false where it was lost. */
export const renewClaim = async (
  tx: QueryExecutorProvider,
  table: WorkTable,
  { county, id }: Work,
  claim: string,
  leaseMs: number,
): Promise<boolean> => {
  const { rows } = await sql`
    update ${sql.table(table)} set claimed_until = clock_timestamp() + make_interval(secs => ${leaseMs}::float8 / 1000)
    where county = ${county} and id = ${id} and claim = ${claim} returning id`.execute(tx);
  return rows.length > 0;
};

/** Gives a claim back, to be tried again after a wait. `counts` says whether the attempt counts: one that was stopped does not. */
export const releaseClaim = async (
  tx: QueryExecutorProvider,
  table: WorkTable,
  { county, id }: Work,
  claim: string,
  { waitMs, counts }: { readonly waitMs: number; readonly counts: boolean },
): Promise<void> => {
  await sql`
    update ${sql.table(table)} set claim = null, claimed_until = null, attempts = attempts - ${counts ? 0 : 1}::int,
      next_attempt_at = clock_timestamp() + make_interval(secs => ${waitMs}::float8 / 1000)
    where county = ${county} and id = ${id} and claim = ${claim}`.execute(tx);
};

/** Locks the row in the transaction that ends the work; false where the claim was lost, and nothing may be written. */
export const holdsClaim = async (
  tx: QueryExecutorProvider,
  table: WorkTable,
  { county, id }: Work,
  claim: string,
): Promise<boolean> => {
  const { rows } = await sql`
    select id from ${sql.table(table)} where county = ${county} and id = ${id} and claim = ${claim} for update`.execute(
    tx,
  );
  return rows.length > 0;
};
