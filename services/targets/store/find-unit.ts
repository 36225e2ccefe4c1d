// An assessed unit as its cycle froze it, with the code that its place has on a day.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** A unit; the place code is null where the directory does not know the place on that day. */
export interface Unit {
  readonly placeId: string;
  readonly classCode: string;
  readonly placeCode: string | null;
}

/** The unit of a cycle; undefined where the cycle has none of this id. */
export const findUnit = async (
  tx: Transaction<DB>,
  wanted: { readonly county: string; readonly cycleId: string; readonly unitId: string; readonly on: string },
): Promise<Unit | undefined> => {
  const row = await tx
    .selectFrom('cycle_unit')
    .leftJoin('directory_place', (join) =>
      join
        .onRef('directory_place.place_id', '=', 'cycle_unit.place_id')
        .on(sql<boolean>`upper_inf(directory_place.recorded)`)
        .on(sql<boolean>`directory_place.valid @> ${wanted.on}::date`),
    )
    .select(['cycle_unit.place_id', 'cycle_unit.class_code', 'directory_place.code'])
    .where('cycle_unit.county', '=', wanted.county)
    .where('cycle_unit.cycle_id', '=', wanted.cycleId)
    .where('cycle_unit.unit_id', '=', wanted.unitId)
    .executeTakeFirst();
  return row === undefined ? undefined : { placeId: row.place_id, classCode: row.class_code, placeCode: row.code };
};
