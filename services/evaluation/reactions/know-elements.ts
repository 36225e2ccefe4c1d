// DataElementsPublished: which department signs which values, and which values there can be.
import { sql } from 'kysely';
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { EvaluationReaction } from '../handler.ts';

/** Knows the source departments, each by the newest version of its element. */
export const knowElements: EvaluationReaction<'cn.jixiao.indicators.DataElementsPublished.v1'> = async (
  event,
  { tx },
) => {
  const county = countyOfEvent(event);
  await sql`
    insert into element_source (county, code, version, organisation_id, places, minimum, maximum)
    select ${county}, element.code, element.version, element."sourceOrganisationId", element.precision, element.minimum,
      element.maximum
    from jsonb_to_recordset(${JSON.stringify(event.payload.elements)}::jsonb)
      as element (code text, version int, "sourceOrganisationId" uuid, precision int, minimum numeric, maximum numeric)
    on conflict (county, code) do update
      set version = excluded.version, organisation_id = excluded.organisation_id, places = excluded.places,
        minimum = excluded.minimum, maximum = excluded.maximum
      where element_source.version < excluded.version`.execute(tx);
};
