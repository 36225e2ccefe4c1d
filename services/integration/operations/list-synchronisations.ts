// listSynchronisations.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IntegrationHandler } from '../handler.ts';
import { listSynchronisationsOf } from '../store/list-synchronisations.ts';
import { synchronisationRecord } from './synchronisation-record.ts';

/** The synchronisations of a county, newest first. */
export const listSynchronisations: IntegrationHandler<'listSynchronisations'> = async ({ query }, call) => {
  const page = pageOf(query, ['serial']);
  const rows = await listSynchronisationsOf(call.tx, query.county, page);
  return { status: 200, body: paged(rows, page, (row) => [row.ordinal], synchronisationRecord) };
};
