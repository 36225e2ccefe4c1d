// getDecision.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { findDecision } from '../../store/decisions.ts';
import { decisionRecord } from './decision-record.ts';

/** One decision. NOT_FOUND also for another county's. */
export const getDecision: EvaluationHandler<'getDecision'> = async ({ path }, call) => {
  const row = await findDecision(call.tx, path.decisionId);
  if (row === undefined) throw problem('NOT_FOUND', { what: '审定' });
  return { status: 200, body: decisionRecord(row), etag: etagOf(row.version) };
};
