// listDecisions.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { listDecisionsOf } from '../../store/decisions.ts';
import { decisionSummary } from './decision-record.ts';

/** The decisions of a county, newest first. */
export const listDecisions: EvaluationHandler<'listDecisions'> = async ({ query }, call) => {
  const page = pageOf(query, ['serial']);
  const rows = await listDecisionsOf(call.tx, query, page);
  return { status: 200, body: paged(rows, page, (row) => [row.ordinal], decisionSummary) };
};
