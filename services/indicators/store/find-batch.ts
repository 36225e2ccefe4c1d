// Batches by id and by what was sent.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import { type BatchRecord, batchColumns, batchOf } from './observation-batch-row.ts';
import type { DB } from './tables.ts';

/**
 * The condition that a caller may see a batch: its rows are of the whole county, so the county's place must have been in the
 * caller's scope on the day on which it came. A township sees its values, not the batches of the county.
 */
export const seesBatch = (caller: Scoped): RawBuilder<SqlBool> => {
  if (caller.service !== undefined) return sql<SqlBool>`true`;
  const date = sql.ref('observation_batch.received_on');
  return sql<SqlBool>`exists (
    select from directory_place tenant
    where tenant.code = rpad(observation_batch.county, 12, '0') and upper_inf(tenant.recorded) and tenant.valid @> ${date}
      and ${compileScope(caller, { place: sql.ref('tenant.place_id'), date })}
  )`;
};

/** The batch of an id, or undefined where the caller may see none of it. */
export const findBatch = async (tx: Transaction<DB>, caller: Scoped, id: string): Promise<BatchRecord | undefined> => {
  const row = await tx
    .selectFrom('observation_batch')
    .select(batchColumns)
    .where('id', '=', id)
    .where(seesBatch(caller))
    .executeTakeFirst();
  return row === undefined ? undefined : batchOf(row);
};

/** The batch that owns a set. */
export const findBatchOfSet = async (tx: Transaction<DB>, setId: string): Promise<BatchRecord | undefined> => {
  const row = await tx
    .selectFrom('observation_batch')
    .select(batchColumns)
    .where('set_id', '=', setId)
    .executeTakeFirst();
  return row === undefined ? undefined : batchOf(row);
};

/** The last batch that came with the same bytes from the same sender, under the same source, for the same period. */
export const findSameBatch = async (
  tx: Transaction<DB>,
  sent: Pick<BatchRecord, 'county' | 'source' | 'sender' | 'period' | 'digest'>,
): Promise<BatchRecord | undefined> => {
  const row = await tx
    .selectFrom('observation_batch')
    .select(batchColumns)
    .where('county', '=', sent.county)
    .where('source', '=', sent.source)
    .where('sender', '=', sent.sender)
    .where('period', '=', sent.period)
    .where('digest', '=', sent.digest)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : batchOf(row);
};
