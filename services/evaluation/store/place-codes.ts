// Places of the directory replica, as they are on a day.
import { sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { DB } from './tables.ts';

/** The codes by id of those places that exist on the day, lie in the county and in one of the caller's subtrees. */
export const placeCodes = async (
  tx: Transaction<DB>,
  caller: Scoped,
  { county, on, ids }: { readonly county: string; readonly on: IsoDate; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, string>> => {
  const day = sql`${on}::date`;
  const { rows } = await sql<{ place_id: string; code: string }>`
    select place.place_id, place.code from directory_place place
    where place.place_id = any (${ids}::uuid[]) and upper_inf(place.recorded) and place.valid @> ${day}
      and starts_with(place.code, ${county})
      and ${compileScope(caller, { place: sql.ref('place.place_id'), date: day })}`.execute(tx);
  return new Map(rows.map(({ place_id, code }) => [place_id, code]));
};
