// The targets whose lights the day may move.
import type { Transaction } from 'kysely';
import type { IsoDate } from '#kernel/values/date.ts';
import type { DB } from './tables.ts';

/** The ids of a county's targets that are to be looked at on a day or before it. */
export const findTargetsToReconsider = async (
  tx: Transaction<DB>,
  county: string,
  today: IsoDate,
): Promise<string[]> => {
  const rows = await tx
    .selectFrom('target')
    .select('id')
    .where('county', '=', county)
    .where('reconsider_on', '<=', today)
    .execute();
  return rows.map(({ id }) => id);
};
