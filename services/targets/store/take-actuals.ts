// Takes the staged rows of a batch over as actual values, and says which targets they touch.
import { sql, type Transaction } from 'kysely';
import type { DB } from './tables.ts';

/**
 * Moves a staged set into the actual values; a revision that is not newer than the one held changes nothing. Gives the ids of
 * the targets of published plans whose values changed.
 */
export const takeActuals = async (tx: Transaction<DB>, county: string, setId: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    with given as materialized (
      select distinct on ("elementCode", "placeId", period) row.*
      from handover_staging, jsonb_to_record(handover_staging.body::jsonb) as row (
        "observationId" uuid, "elementCode" text, "placeId" uuid, period text, revision int, value numeric)
      where set_id = ${setId}
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
    select distinct target.id
    from taken join target on target.county = ${county} and target.element_code = taken.element_code
      and target.place_id = taken.place_id
    join plan on plan.id = target.plan_id and plan.state = 'published'`.execute(tx);
  return rows.map(({ id }) => id);
};
