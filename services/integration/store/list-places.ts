// A page of the places under one, by code: in valid time on a day, in recorded time now or at an instant.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { knownAtCondition } from './known-at.ts';
import { type PlaceRow, placeColumns } from './place-row.ts';
import type { DB } from './tables.ts';

/** What is asked for. `scope` is a condition on `directory_place p`. */
export interface PlacesQuestion {
  readonly under: string;
  readonly asOf: IsoDate;
  readonly knownAt: string | undefined;
  readonly scope: RawBuilder<SqlBool>;
}

/** One place more than the page shows, if there is one. The place that is asked for is among them. */
export const listPlacesUnder = async (
  tx: Transaction<DB>,
  { under, asOf, knownAt, scope }: PlacesQuestion,
  page: PageRequest,
): Promise<PlaceRow[]> => {
  const [after] = page.after ?? [''];
  const so = sql<SqlBool>`p.valid @> ${asOf}::date and ${knownAtCondition('p', knownAt)}`;
  const { rows } = await sql<PlaceRow>`
    with recursive below as (
      select p.place_id from directory_place p where p.place_id = ${under} and ${so}
      union
      select p.place_id from below join directory_place p on p.parent_id = below.place_id where ${so}
    )
    select ${placeColumns} from below join directory_place p using (place_id)
    where ${so} and ${scope} and p.code > ${after} order by p.code limit ${page.limit + 1}`.execute(tx);
  return rows;
};
