// Who may write observations at the same time: batches of other periods go on beside each other.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

const everyPeriod = (county: string): string => `observations.${county}`;

/** Lets one batch of a period in at a time, and none while a freeze of the county is taken. */
export const lockPeriod = async (tx: Transaction<DB>, county: string, period: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock_shared(hashtext(current_schema()), hashtext(${everyPeriod(county)}))`.execute(
    tx,
  );
  const one = `${everyPeriod(county)}.${period}`;
  await sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${one}))`.execute(tx);
};

/** Waits for the batches of a county that are being taken, and holds new ones off until the transaction ends. */
export const lockCounty = async (tx: Transaction<DB>, county: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${everyPeriod(county)}))`.execute(tx);
};
