// getDecision.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { TargetsHandler } from '../handler.ts';
import { findDecision } from '../store/find-decision.ts';
import { decisionRecord } from './decision-record.ts';

/** One decision with the plans that it approves. NOT_FOUND also for another county's: row-level security hides it. */
export const getDecision: TargetsHandler<'getDecision'> = async ({ path }, call) => {
  const decision = await findDecision(call.tx, path.decisionId);
  if (decision === undefined) throw problem('NOT_FOUND', { what: '审定' });
  return { status: 200, body: decisionRecord(decision), etag: etagOf(decision.version) };
};
