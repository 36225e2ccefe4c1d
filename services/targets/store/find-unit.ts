// An assessed unit as its cycle froze it.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** A unit; the place code is null where neither the opening said it nor the directory knows the place on that day. */
export interface Unit {
  readonly placeId: string;
  readonly placeCode: string | null;
  readonly classCode: string;
}

/** The unit of a cycle; undefined where the cycle has none of this id. */
export const findUnit = async (
  tx: Transaction<DB>,
  { county, cycleId, unitId }: { readonly county: string; readonly cycleId: string; readonly unitId: string },
): Promise<Unit | undefined> => {
  const row = await tx
    .selectFrom('cycle_unit')
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.county', '=', 'cycle_unit.county').onRef('cycle.id', '=', 'cycle_unit.cycle_id'),
    )
    .leftJoin('directory_place', (join) =>
      join
        .onRef('directory_place.place_id', '=', 'cycle_unit.place_id')
        .on(sql<boolean>`upper_inf(directory_place.recorded)`)
        .on(sql<boolean>`directory_place.valid @> cycle.opened_on`),
    )
    .select(['cycle_unit.place_id', 'cycle_unit.class_code'])
    .select((eb) => eb.fn.coalesce('cycle_unit.place_code', 'directory_place.code').as('place_code'))
    .where('cycle_unit.county', '=', county)
    .where('cycle_unit.cycle_id', '=', cycleId)
    .where('cycle_unit.unit_id', '=', unitId)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { placeId: row.place_id, placeCode: row.place_code, classCode: row.class_code };
};
