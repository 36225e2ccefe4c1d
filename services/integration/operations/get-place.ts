// getPlace.
import { sql } from 'kysely';
import { problem } from '#kernel/problem/problem.ts';
import { compileScope } from '#kernel/scope/scope.ts';
import type { IntegrationCall, IntegrationHandler } from '../handler.ts';
import { findPlace, lastCodeOf, tenantOfCode } from '../store/find-place.ts';
import { dayOf, knowledgeOf } from './day-of.ts';
import { placeRecord } from './place-record.ts';

const notFound = (): Error => problem('NOT_FOUND', { what: '区划' });

/** The tenant whose day counts: the caller's one, or the nearest in which the place lies of several, by name or by a star. */
const tenantOf = async (call: IntegrationCall, placeId: string): Promise<string> => {
  if (call.county !== '') return call.county;
  const code = await lastCodeOf(call.tx, placeId);
  const named = call.caller.counties.find((each) => code?.startsWith(each));
  const county = named ?? (await tenantOfCode(call.tx, code ?? ''));
  if (county === undefined) throw notFound();
  return county;
};

/** One place on a day. NOT_FOUND also outside the caller's scope, and for a place that did not exist on that day. */
export const getPlace: IntegrationHandler<'getPlace'> = async ({ path, query }, call) => {
  const asOf = await dayOf(call, query.asOf === undefined ? await tenantOf(call, path.placeId) : '', query.asOf);
  const knownAt = knowledgeOf(query.knownAt);
  const scope = compileScope(call.caller, { place: sql.ref('p.place_id'), date: sql`${asOf}::date` });
  const row = await findPlace(call.tx, path.placeId, { asOf, knownAt, scope });
  if (row === undefined) throw notFound();
  return { status: 200, body: placeRecord(row) };
};
