// listDecisions.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IncentivesHandler } from '../handler.ts';
import { listDecisionsOf } from '../store/list-decisions.ts';
import { decisionRecord } from './decision-record.ts';

/** The decisions of a county on measures, newest first. */
export const listDecisions: IncentivesHandler<'listDecisions'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const decisions = await listDecisionsOf(call.tx, query, page);
  return { status: 200, body: paged(decisions, page, ({ recordedOn, id }) => [recordedOn, id], decisionRecord) };
};
