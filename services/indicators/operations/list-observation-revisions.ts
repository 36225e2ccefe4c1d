// listObservationRevisions.
import { paged, pageOf } from '#kernel/operation/page.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { listRevisionsOf } from '../store/list-observations.ts';
import { observationRecord } from './observation-record.ts';

/** Every revision of an observation, newest first. NOT_FOUND where there is none that the caller may see. */
export const listObservationRevisions: IndicatorsHandler<'listObservationRevisions'> = async (
  { path, query },
  call,
) => {
  const page = pageOf(query, ['whole']);
  const rows = await listRevisionsOf(call.tx, call.caller, path.observationId, page);
  if (rows.length === 0 && page.after === undefined) throw problem('NOT_FOUND', { what: '观测值' });
  return { status: 200, body: paged(rows, page, (row) => [String(row.revision)], observationRecord) };
};
