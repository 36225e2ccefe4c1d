// The cycle of a record that cannot be without one.
import type { Transaction } from 'kysely';
import { type Cycle, findCycle } from '../store/find-cycle.ts';
import type { DB } from '../store/tables.ts';

/** The cycle of a stored record: a foreign key holds it, so that none is a fault of ours. */
export const cycleOf = async (
  tx: Transaction<DB>,
  { county, cycleId }: { readonly county: string; readonly cycleId: string },
): Promise<Cycle> => {
  const cycle = await findCycle(tx, county, cycleId);
  if (cycle === undefined) throw new Error(`The cycle ${cycleId} of a record is not there.`);
  return cycle;
};
