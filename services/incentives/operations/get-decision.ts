// getDecision.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IncentivesHandler } from '../handler.ts';
import { findDecision } from '../store/find-decision.ts';
import { decisionRecord } from './decision-record.ts';

/** One decision with the measures that it decides on. NOT_FOUND also for another county's. */
export const getDecision: IncentivesHandler<'getDecision'> = async ({ path }, call) => {
  const recorded = await findDecision(call.tx, path.decisionId);
  if (recorded === undefined) throw problem('NOT_FOUND', { what: '审定' });
  return { status: 200, body: decisionRecord(recorded), etag: etagOf(recorded.version) };
};
