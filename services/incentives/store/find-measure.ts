// The measure of an id, within the caller's part of the directory.
import type { Transaction } from 'kysely';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Measure } from '../domain/measure.ts';
import { measureOf, selectMeasures } from './measure-row.ts';
import { measureScope } from './measure-scope.ts';
import type { DB } from './tables.ts';

/** The measure, or undefined where there is none in the scope. */
export const findMeasure = async (tx: Transaction<DB>, caller: Scoped, id: string): Promise<Measure | undefined> => {
  const row = await selectMeasures(tx).where('measure.id', '=', id).where(measureScope(caller)).executeTakeFirst();
  return row === undefined ? undefined : measureOf(row);
};
