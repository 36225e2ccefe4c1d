// listRuns.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listRunsOf } from '../../store/runs.ts';
import { cycleOf } from '../cycle/cycle-of.ts';
import { runRecord } from './run-record.ts';

/** The runs of a cycle, newest first. */
export const listRuns: EvaluationHandler<'listRuns'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['whole']);
  const rows = await listRunsOf(call.tx, cycle.id, page);
  return { status: 200, body: paged(rows, page, (row) => [String(row.number)], runRecord) };
};
