// Which freezes hold no more.
import { sql, type Transaction } from 'kysely';
import type { NumberedFreeze } from './freeze-lifts.ts';
import type { DB } from './tables.ts';

/** Lifts the freezes of a cycle that still hold and have this number or a smaller one, or none. */
export const liftFreezes = async (
  tx: Transaction<DB>,
  { county, cycleId, freezeNumber, on }: NumberedFreeze & { readonly on: string },
): Promise<void> => {
  await sql`
    insert into lifted_freeze (county, cycle_id, set_id, lifted_on)
    select county, cycle_id, set_id, ${on}::date from observation_freeze
    where county = ${county} and cycle_id = ${cycleId} and (freeze_number is null or freeze_number <= ${freezeNumber})
    on conflict do nothing`.execute(tx);
};
