// listScoreSheets.
import { paged, pageOf } from '#kernel/operation/page.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { findCycle } from '../../store/find-cycle.ts';
import { listScoreSheetsOf } from '../../store/list-score-sheets.ts';
import { findRun } from '../../store/runs.ts';
import { isOffice } from './visibility.ts';

/**
 * The totals of a run by group and rank. A township sees its own, of the final run and once the scores were notified; a run that
 * it may not see yet is NOT_FOUND, as is another county's.
 */
export const listScoreSheets: EvaluationHandler<'listScoreSheets'> = async ({ path, query }, call) => {
  const run = await findRun(call.tx, path.runId);
  const cycle = run === undefined ? undefined : await findCycle(call.tx, run.cycle_id);
  const told = run?.kind === 'final' && cycle !== undefined && cycle.notified_on !== null;
  if (run === undefined || !(told || isOffice(call.caller))) throw problem('NOT_FOUND', { what: '计分' });
  const page = pageOf(query, ['text', 'whole', 'id']);
  const rows = await listScoreSheetsOf(call.tx, call.caller, run.id, page);
  const body = paged(
    rows,
    page,
    (row) => [row.group_code, String(row.rank), row.unit_id],
    (row) => ({
      id: row.id,
      runId: row.run_id,
      unitId: row.unit_id,
      placeId: row.place_id,
      version: row.version,
      classCode: row.class_code,
      groupCode: row.group_code,
      total: row.total,
      rank: row.rank,
      rankedUnits: row.ranked_units,
      tied: row.tied,
    }),
  );
  return { status: 200, body };
};
