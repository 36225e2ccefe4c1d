// Several measures, held until the transaction ends.
import type { Transaction } from 'kysely';
import type { Scoped } from '#kernel/scope/scope.ts';
import type { Measure } from '../domain/measure.ts';
import { measureOf, selectMeasures } from './measure-row.ts';
import { measureScope } from './measure-scope.ts';
import type { DB } from './tables.ts';

/**
 * Those measures of the ids that there are in the caller's scope, by id. They are locked in the order of their ids, so that two
 * batches can't block each other.
 */
export const lockMeasures = async (
  tx: Transaction<DB>,
  caller: Scoped,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Measure>> => {
  if (ids.length === 0) return new Map();
  const rows = await selectMeasures(tx)
    .where('measure.id', 'in', ids)
    .where(measureScope(caller))
    .orderBy('measure.id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, measureOf(row)]));
};
