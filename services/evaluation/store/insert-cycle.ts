// Stores a new cycle with its units.
import type { Insertable, Transaction } from 'kysely';
import { type CycleRow, cycleRowOf } from './cycle-row.ts';
import type { Cycle, DB, Unit } from './tables.ts';

/** Inserts the cycle; undefined where the county has one of this kind and year already. */
export const insertCycle = async (tx: Transaction<DB>, cycle: Insertable<Cycle>): Promise<CycleRow | undefined> => {
  const row = await tx
    .insertInto('cycle')
    .values(cycle)
    .onConflict((conflict) => conflict.columns(['county', 'kind', 'year']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : cycleRowOf(row);
};

/** Inserts the units of a new cycle. */
export const insertUnits = async (tx: Transaction<DB>, units: readonly Insertable<Unit>[]): Promise<void> => {
  await tx
    .insertInto('unit')
    .values([...units])
    .execute();
};
