// The cycle of an id, to read or to change.
import type { Transaction } from 'kysely';
import { type CycleRow, cycleRowOf } from './cycle-row.ts';
import type { DB } from './tables.ts';

/** The cycle; undefined where there is none in the scope. */
export const findCycle = async (tx: Transaction<DB>, id: string): Promise<CycleRow | undefined> => {
  const row = await tx.selectFrom('cycle').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : cycleRowOf(row);
};

/** The same, locked until the transaction ends: whatever belongs to a cycle changes under this lock alone. */
export const lockCycle = async (tx: Transaction<DB>, id: string): Promise<CycleRow | undefined> => {
  const row = await tx.selectFrom('cycle').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : cycleRowOf(row);
};
