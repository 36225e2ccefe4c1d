// The day of a county as it is known now, held by nobody.
import { sql, type Transaction } from 'kysely';
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import type { DB } from './tables.ts';

/** The current day, which may move in the next moment; undefined before the first. `call.today` holds it. */
export const knownDay = async (tx: Transaction<DB>, county: string): Promise<IsoDate | undefined> => {
  const { rows } = await sql<{ date: string }>`select date from business_day where county = ${county}`.execute(tx);
  return rows[0] === undefined ? undefined : isoDate(rows[0].date);
};
