// listDecisions.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { TargetsHandler } from '../handler.ts';
import { listDecisionsOf } from '../store/list-decisions.ts';
import { decisionRecord } from './decision-record.ts';

/** The decisions of a county on plans, newest first. */
export const listDecisions: TargetsHandler<'listDecisions'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const rows = await listDecisionsOf(call.tx, query, page);
  return { status: 200, body: paged(rows, page, (row) => [row.recordedOn, row.id], decisionRecord) };
};
