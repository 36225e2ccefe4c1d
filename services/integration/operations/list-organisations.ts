// listOrganisations.
import { sql } from 'kysely';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { compileScope } from '#kernel/scope/scope.ts';
import type { IntegrationHandler } from '../handler.ts';
import { listOrganisationsOf } from '../store/list-organisations.ts';
import { organisationRecord } from './organisation-record.ts';

/** The organisations of a county that exist today, by credit code, as far as their places lie in the caller's scope. */
export const listOrganisations: IntegrationHandler<'listOrganisations'> = async ({ query }, call) => {
  const page = pageOf(query, ['text']);
  const day = await call.today(query.county);
  const scope = compileScope(call.caller, { place: sql.ref('organisation.place_id'), date: sql`${day}::date` });
  const rows = await listOrganisationsOf(call.tx, query.county, { day, scope }, page);
  return { status: 200, body: paged(rows, page, (row) => [row.credit_code], organisationRecord) };
};
