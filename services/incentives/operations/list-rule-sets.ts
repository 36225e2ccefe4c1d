// listRuleSets.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IncentivesHandler } from '../handler.ts';
import { listRuleSetsOf } from '../store/list-rule-sets.ts';
import { ruleSetSummary } from './rule-set-record.ts';

/** The rule sets of a county, newest first. */
export const listRuleSets: IncentivesHandler<'listRuleSets'> = async ({ query }, call) => {
  const page = pageOf(query, ['date', 'id']);
  const sets = await listRuleSetsOf(call.tx, { county: query.county, state: query.state }, page);
  return { status: 200, body: paged(sets, page, (set) => [set.registeredOn, set.id], ruleSetSummary) };
};
