// The decision that a command changes, in the version that the caller has read, held until the transaction ends.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { PlanDecision } from '../domain/plan-decision.ts';
import type { TargetsCall } from '../handler.ts';
import { findDecision, lockDecision } from '../store/find-decision.ts';

const missing = () => problem('NOT_FOUND', { what: '审定' });

/** Holds the decision and its county's day, the day first. NOT_FOUND also for another county's, ETAG_STALE for another version. */
export const heldDecision = async (
  call: TargetsCall,
  decisionId: string,
): Promise<{ readonly decision: PlanDecision; readonly today: IsoDate }> => {
  const seen = await findDecision(call.tx, decisionId);
  if (seen === undefined) throw missing();
  const today = await call.today(seen.county);
  const decision = await lockDecision(call.tx, decisionId);
  if (decision === undefined) throw missing();
  call.about(decision.id, decision.county);
  call.requireVersion(decision.version);
  return { decision, today };
};
