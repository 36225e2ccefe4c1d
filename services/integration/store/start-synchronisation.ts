// Starting a synchronisation: one at a time for a data set and period, numbered.
import { sql, type Transaction } from 'kysely';
import type { IsoDate } from '#kernel/values/date.ts';
import { type SynchronisationOrder, synchronisationId } from '../domain/synchronisation.ts';
import { type SynchronisationRow, synchronisationColumns } from './synchronisation-row.ts';
import type { DB } from './tables.ts';

/** Inserts the next synchronisation of the data set and period, in the trace of its order; undefined where one is running. */
export const insertSynchronisation = async (
  tx: Transaction<DB>,
  order: SynchronisationOrder,
  today: IsoDate,
  traceparent: string,
): Promise<SynchronisationRow | undefined> => {
  const { county, dataSet, period } = order;
  // Two orders of the same at once: the second waits, and finds the first running.
  const name = `synchronisation ${county} ${dataSet} ${period ?? ''}`;
  await sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${name}))`.execute(tx);
  const earlier = await tx
    .selectFrom('synchronisation')
    .select(['number', 'state'])
    .where('county', '=', county)
    .where('data_set', '=', dataSet)
    .where(sql<string>`coalesce(period, '')`, '=', period ?? '')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (earlier?.state === 'running') return undefined;
  const number = (earlier?.number ?? 0) + 1;
  return tx
    .insertInto('synchronisation')
    .values({
      county,
      id: synchronisationId(order, number),
      data_set: dataSet,
      period,
      number,
      started_on: today,
      traceparent,
    })
    .returning(synchronisationColumns)
    .executeTakeFirstOrThrow();
};
