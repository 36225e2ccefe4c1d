// listPlaces.
import { sql } from 'kysely';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { compileScope } from '#kernel/scope/scope.ts';
import { placeOfTenant } from '../domain/place.ts';
import type { IntegrationHandler } from '../handler.ts';
import { listPlacesUnder } from '../store/list-places.ts';
import { dayOf, knowledgeOf } from './day-of.ts';
import { placeRecord } from './place-record.ts';

/** The places of a county on a day, by code, as far as they lie in the caller's scope. COUNTY_DAY_UNKNOWN before the first day. */
export const listPlaces: IntegrationHandler<'listPlaces'> = async ({ query }, call) => {
  const page = pageOf(query, ['text']);
  const asOf = await dayOf(call, query.county, query.asOf);
  const knownAt = knowledgeOf(query.knownAt);
  const scope = compileScope(call.caller, { place: sql.ref('p.place_id'), date: sql`${asOf}::date` });
  const under = placeOfTenant(query.county);
  const rows = await listPlacesUnder(call.tx, { under, asOf, knownAt, scope }, page);
  return { status: 200, body: paged(rows, page, (row) => [row.code], placeRecord) };
};
