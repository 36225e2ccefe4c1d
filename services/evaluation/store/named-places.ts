// Places of the directory replica, as they are on a day.
import { sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { DB } from './tables.ts';

/** A place that may be assessed, or one of another level: the county itself is none. */
export interface NamedPlace {
  readonly code: string;
  readonly isTownship: boolean;
}

/** Those places by id that exist on the day, lie in the county and in one of the caller's subtrees. */
export const namedPlaces = async (
  tx: Transaction<DB>,
  caller: Scoped,
  { county, on, ids }: { readonly county: string; readonly on: IsoDate; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, NamedPlace>> => {
  const day = sql`${on}::date`;
  const { rows } = await sql<NamedPlace & { place_id: string }>`
    select place.place_id, place.code, place.kind not in ('province', 'city', 'county') as "isTownship" from directory_place place
    where place.place_id = any (${ids}::uuid[]) and upper_inf(place.recorded) and place.valid @> ${day}
      and starts_with(place.code, ${county})
      and ${compileScope(caller, { place: sql.ref('place.place_id'), date: day })}`.execute(tx);
  return new Map(rows.map(({ place_id, code, isTownship }) => [place_id, { code, isTownship }]));
};
