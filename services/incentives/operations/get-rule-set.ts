// getRuleSet.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IncentivesHandler } from '../handler.ts';
import { findRuleSet } from '../store/find-rule-set.ts';
import { ruleSetRecord } from './rule-set-record.ts';

/** One rule set with its rules. NOT_FOUND also for another county's: row-level security hides it. */
export const getRuleSet: IncentivesHandler<'getRuleSet'> = async ({ path }, call) => {
  const set = await findRuleSet(call.tx, path.ruleSetId);
  if (set === undefined) throw problem('NOT_FOUND', { what: '规则集' });
  return { status: 200, body: ruleSetRecord(set), etag: etagOf(set.revision) };
};
