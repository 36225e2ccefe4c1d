// The lock between those who bring values and those who publish plans, so that neither misses what the other brings.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/**
 * Held until the transaction ends. Without it a plan that is being published would not see a batch that is being taken in, nor
 * the batch the plan. Who publishes has the county's day before, who takes a batch in asks for it after: both hold it for share,
 * so neither waits for the other's.
 */
export const lockActuals = async (tx: Transaction<DB>, county: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(${`targets.actuals.${county}`}))`.execute(tx);
};
