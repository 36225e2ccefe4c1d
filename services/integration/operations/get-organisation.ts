// getOrganisation.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { isInScope } from '#kernel/scope/scope.ts';
import type { IntegrationHandler } from '../handler.ts';
import { findOrganisation } from '../store/find-organisation.ts';
import { organisationRecord } from './organisation-record.ts';

/** One organisation. NOT_FOUND also for another county's and outside the caller's scope. */
export const getOrganisation: IntegrationHandler<'getOrganisation'> = async ({ path }, call) => {
  const row = await findOrganisation(call.tx, path.organisationId);
  if (row === undefined || !(await isInScope(call.tx, call.caller, row.place_id, await call.today(row.county))))
    throw problem('NOT_FOUND', { what: '组织机构' });
  return { status: 200, body: organisationRecord(row), etag: etagOf(row.version) };
};
