// The place of an id, on a day and in some knowledge.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { IsoDate } from '#kernel/values/date.ts';
import { knownAtCondition } from './known-at.ts';
import { type PlaceRow, placeColumns } from './place-row.ts';
import type { DB } from './tables.ts';

/** The place, or undefined where it did not exist on that day, was not known then, or is out of scope. */
export const findPlace = async (
  tx: Transaction<DB>,
  id: string,
  { asOf, knownAt, scope }: { asOf: IsoDate; knownAt: string | undefined; scope: RawBuilder<SqlBool> },
): Promise<PlaceRow | undefined> => {
  const { rows } = await sql<PlaceRow>`
    select ${placeColumns} from directory_place p
    where p.place_id = ${id} and p.valid @> ${asOf}::date and ${knownAtCondition('p', knownAt)} and ${scope}`.execute(
    tx,
  );
  return rows[0];
};

/** The last code that a place is known to have had; undefined where there is no such place. */
export const lastCodeOf = async (tx: Transaction<DB>, id: string): Promise<string | undefined> => {
  const { rows } = await sql<{ code: string }>`
    select code from directory_place where place_id = ${id} and upper_inf(recorded) order by valid desc limit 1`.execute(
    tx,
  );
  return rows[0]?.code;
};

/** The tenant of the scope that has begun a day and in which a code lies, the nearest of several; undefined where there is none. */
export const tenantOfCode = async (tx: Transaction<DB>, code: string): Promise<string | undefined> => {
  const { rows } = await sql<{ county: string }>`
    select county from business_day where starts_with(${code}, county) order by length(county) desc limit 1`.execute(
    tx,
  );
  return rows[0]?.county;
};
