// The measure of an id, within the caller's part of the directory.
import { sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { Measure } from '../domain/measure.ts';
import { measureOf, selectMeasures } from './measure-row.ts';
import type { DB } from './tables.ts';

/** The scope of a measure: its place on the day on which it was proposed. */
export const measureScope = (caller: Scoped): ReturnType<typeof compileScope> =>
  compileScope(caller, { place: sql.ref('measure.place_id'), date: sql.ref('measure.proposed_on') });

/** The measure, or undefined where there is none in the scope. */
export const findMeasure = async (tx: Transaction<DB>, caller: Scoped, id: string): Promise<Measure | undefined> => {
  const row = await selectMeasures(tx).where('measure.id', '=', id).where(measureScope(caller)).executeTakeFirst();
  return row === undefined ? undefined : measureOf(row);
};
