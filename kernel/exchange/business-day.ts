// The current day of a county: a fact that an event brings, never a clock (exchange rule E20).
import { type QueryExecutorProvider, sql } from 'kysely';
import { type IsoDate, isIsoDate, isoDate } from '#kernel/values/date.ts';

interface DayPayload {
  readonly county: string;
  readonly date: string;
}

const isDayPayload = (value: unknown): value is DayPayload =>
  typeof value === 'object' &&
  value !== null &&
  'county' in value &&
  typeof value.county === 'string' &&
  'date' in value &&
  isIsoDate(value.date);

/** Stores the day that `DayBegan` brings. Days only go forward: an earlier one changes nothing. */
export const storeDay = async (tx: QueryExecutorProvider, payload: unknown): Promise<void> => {
  if (!isDayPayload(payload)) throw new Error('DayBegan names no county and date.');
  await sql`
    insert into business_day (county, date) values (${payload.county}, ${payload.date})
    on conflict (county) do update set date = excluded.date where business_day.date < excluded.date`.execute(tx);
};

/**
 * The current day of a county, `YYYY-MM-DD`; undefined before the first `DayBegan`. Its row is locked for share until the
 * end of the transaction, so that the day can't change under a command; a read-only transaction only reads it.
 */
export const currentDay = async (tx: QueryExecutorProvider, county: string): Promise<IsoDate | undefined> => {
  const { rows } = await sql<{ date: string | null }>`select current_day(${county}) as date`.execute(tx);
  const date = rows[0]?.date ?? undefined;
  return date === undefined ? undefined : isoDate(date);
};
