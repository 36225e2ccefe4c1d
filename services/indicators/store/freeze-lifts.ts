// Until which number the freezes of a cycle are lifted, and which orders have been passed by.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** A freeze of a cycle by its number. */
export interface NumberedFreeze {
  readonly county: string;
  readonly cycleId: string;
  readonly freezeNumber: number;
}

/** Remembers that the freezes of a cycle are lifted, those of this number and below: also the ones that have not come yet. */
export const keepLift = async (
  tx: Transaction<DB>,
  { county, cycleId, freezeNumber, on }: NumberedFreeze & { readonly on: string },
): Promise<void> => {
  await tx
    .insertInto('freeze_lift')
    .values({ county, cycle_id: cycleId, freeze_number: freezeNumber, lifted_on: on })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** Whether an order comes too late: it was lifted already, or a newer one of its cycle is there. */
export const isPassedBy = async (
  tx: Transaction<DB>,
  { county, cycleId, freezeNumber }: NumberedFreeze,
): Promise<boolean> => {
  const { rows } = await sql`
    select from freeze_lift
    where county = ${county} and cycle_id = ${cycleId} and freeze_number >= ${freezeNumber}
    union all
    select from observation_freeze
    where county = ${county} and cycle_id = ${cycleId} and freeze_number > ${freezeNumber}
    limit 1`.execute(tx);
  return rows.length > 0;
};
