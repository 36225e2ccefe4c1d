// getSynchronisation.
import { problem } from '#kernel/problem/problem.ts';
import type { IntegrationHandler } from '../handler.ts';
import { findSynchronisation } from '../store/list-synchronisations.ts';
import { synchronisationRecord } from './synchronisation-record.ts';

/** One synchronisation. NOT_FOUND also for another county's. */
export const getSynchronisation: IntegrationHandler<'getSynchronisation'> = async ({ path }, call) => {
  const row = await findSynchronisation(call.tx, path.synchronisationId);
  if (row === undefined) throw problem('NOT_FOUND', { what: '同步任务' });
  return { status: 200, body: synchronisationRecord(row) };
};
