// Takes the staged rows of a batch over as actual values, and says which targets they touch.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/** Rows of one statement: a million in one would outlast the time that a statement has. */
export const rowsAtATime = 20_000;

interface Part {
  /** The last key of the part; null where nothing was left. */
  readonly last: string | null;
  readonly touched: readonly string[];
}

const takePart = async (tx: Transaction<DB>, county: string, setId: string, after: string): Promise<Part> => {
  const { rows } = await sql<Part>`
    with part as materialized (
      select key, body from handover_staging where set_id = ${setId} and key > ${after}::text collate "C"
      order by key limit ${rowsAtATime}
    ), given as (
      select distinct on ("elementCode", "placeId", period) row.*
      from part, jsonb_to_record(part.body::jsonb) as row (
        "observationId" uuid, "elementCode" text, "placeId" uuid, period text, revision int, value numeric)
      order by "elementCode", "placeId", period, revision desc
    ), taken as (
      insert into actual (county, element_code, place_id, period, revision, value, observation_id)
      select ${county}, "elementCode", "placeId", period, revision, value, "observationId" from given
      order by "elementCode", "placeId", period
      on conflict (county, element_code, place_id, period) do update
        set revision = excluded.revision, value = excluded.value, observation_id = excluded.observation_id
        where excluded.revision > actual.revision
      returning element_code, place_id
    )
    select (select max(key) from part) as last, array(
      select distinct target.id::text
      from taken join target on target.county = ${county} and target.element_code = taken.element_code
        and target.place_id = taken.place_id
      join plan on plan.county = target.county and plan.id = target.plan_id and plan.state = 'published') as touched`.execute(
    tx,
  );
  return rows[0] ?? { last: null, touched: [] };
};

/**
 * Moves a staged set into the actual values, part by part; a revision that is not newer than the one held changes nothing.
 * Gives the ids of the targets of published plans whose values changed.
 */
export const takeActuals = async (tx: Transaction<DB>, county: string, setId: string): Promise<string[]> => {
  const touched = new Set<string>();
  for (let after = ''; ; ) {
    const part = await takePart(tx, county, setId, after);
    for (const id of part.touched) touched.add(id);
    if (part.last === null) return [...touched];
    after = part.last;
  }
};
