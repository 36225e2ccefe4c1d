// The measure that a receipt of HR names, held until the transaction ends.
import type { Transaction } from 'kysely';
import type { Measure } from '../domain/measure.ts';
import { measureOf, selectMeasures } from './measure-row.ts';
import type { DB } from './tables.ts';

/** The measure of the county; undefined where there is none. An event has no caller, so no subtree narrows it. */
export const lockReceiptedMeasure = async (
  tx: Transaction<DB>,
  county: string,
  id: string,
): Promise<Measure | undefined> => {
  const row = await selectMeasures(tx)
    .where('measure.county', '=', county)
    .where('measure.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : measureOf(row);
};
