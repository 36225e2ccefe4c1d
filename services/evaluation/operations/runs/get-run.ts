// getRun.
import { problem } from '#kernel/problem/problem.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { findRun } from '../../store/runs.ts';
import { runRecord } from './run-record.ts';

/** One run. NOT_FOUND also for another county's. */
export const getRun: EvaluationHandler<'getRun'> = async ({ path }, call) => {
  const run = await findRun(call.tx, path.runId);
  if (run === undefined) throw problem('NOT_FOUND', { what: '计分' });
  return { status: 200, body: runRecord(run) };
};
