// The measure of an id, held until the transaction ends.
import type { Transaction } from 'kysely';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Measure } from '../domain/measure.ts';
import { measureOf, selectMeasures } from './measure-row.ts';
import { measureScope } from './measure-scope.ts';
import type { DB } from './tables.ts';

/** The locked measure, or undefined where there is none in the scope. */
export const lockMeasure = async (tx: Transaction<DB>, caller: Scoped, id: string): Promise<Measure | undefined> => {
  const row = await selectMeasures(tx)
    .where('measure.id', '=', id)
    .where(measureScope(caller))
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : measureOf(row);
};
