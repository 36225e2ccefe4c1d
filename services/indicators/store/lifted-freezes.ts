// Which freezes hold no more.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** Lifts the freezes of a cycle that still hold. */
export const liftFreezes = async (
  tx: Transaction<DB>,
  { county, cycleId, on }: { readonly county: string; readonly cycleId: string; readonly on: string },
): Promise<void> => {
  await sql`
    insert into lifted_freeze (county, cycle_id, set_id, lifted_on)
    select county, cycle_id, set_id, ${on}::date from observation_freeze
    where county = ${county} and cycle_id = ${cycleId}
    on conflict do nothing`.execute(tx);
};
