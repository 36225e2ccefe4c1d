// listCycles.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listCyclesOf } from '../../store/list-cycles.ts';
import { cycleSummary } from './cycle-record.ts';

/** The cycles of a county, newest first. */
export const listCycles: EvaluationHandler<'listCycles'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const rows = await listCyclesOf(call.tx, query, page);
  return { status: 200, body: paged(rows, page, (row) => [row.opened_on, row.id], cycleSummary) };
};
