// What is known now of places: their histories in valid time.

import { sql, type Transaction } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import type { PlaceHistory, PlaceVersion } from '#kernel/values/place-version.ts';
import { placeOfTenant } from '../domain/place.ts';
import type { DB } from './tables.ts';

interface VersionRow {
  readonly place_id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parent_id: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

const columns = sql`p.place_id, p.code, p.name, p.kind, p.parent_id, lower(p.valid) as valid_from, upper(p.valid) as valid_to`;

const versionOf = (row: VersionRow): PlaceVersion => ({
  validFrom: isoDate(row.valid_from),
  validTo: row.valid_to === null ? null : isoDate(row.valid_to),
  code: row.code,
  name: row.name,
  kind: row.kind,
  parentId: row.parent_id,
});

const historiesOf = (rows: readonly VersionRow[]): PlaceHistory[] =>
  [...Map.groupBy(rows, ({ place_id }) => place_id)].map(([placeId, versions]) => ({
    placeId,
    versions: versions.map(versionOf),
  }));

/** The known versions of every place that is known, by place id: what a received list is compared with. */
export const knownVersions = async (tx: Transaction<DB>): Promise<ReadonlyMap<string, readonly PlaceVersion[]>> => {
  const { rows } = await sql<VersionRow>`
    select ${columns} from directory_place p where upper_inf(p.recorded) order by p.place_id, p.valid`.execute(tx);
  return new Map(historiesOf(rows).map(({ placeId, versions }) => [placeId, versions]));
};

/** The histories of all places that ever lay under the tenant's place, and of those that it ever lay under. */
export const countyHistories = async (tx: Transaction<DB>, county: string): Promise<PlaceHistory[]> => {
  const root = placeOfTenant(county);
  const { rows } = await sql<VersionRow>`
    select ${columns} from directory_place p
    where upper_inf(p.recorded) and p.place_id in (
      select descendant from directory_closure where ancestor = ${root}
      union select ancestor from directory_closure where descendant = ${root}
    ) order by p.place_id, p.valid`.execute(tx);
  return historiesOf(rows);
};

/** The code of each place that exists on a day, to its id, among the tenant's: how partners name places. */
export const placeIdsByCode = async (
  tx: Transaction<DB>,
  county: string,
  day: string,
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ code: string; place_id: string }>`
    select p.code, p.place_id from directory_closure c join directory_place p on p.place_id = c.descendant
    where c.ancestor = ${placeOfTenant(county)} and c.valid @> ${day}::date and p.valid @> ${day}::date
      and upper_inf(p.recorded)`.execute(tx);
  return new Map(rows.map(({ code, place_id }) => [code, place_id]));
};
