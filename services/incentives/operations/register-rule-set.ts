// registerRuleSet: find its faults, store it once.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { faultsOf, registerRuleSet as register } from '../domain/rule-set.ts';
import type { IncentivesHandler } from '../handler.ts';
import { insertRuleSet } from '../store/insert-rule-set.ts';
import { ruleSetRecord } from './rule-set-record.ts';

/** Registers one version of a rule set. RULE_SET_FAULTY where its rules contradict themselves, ALREADY_EXISTS for one that is there. */
export const registerRuleSet: IncentivesHandler<'registerRuleSet'> = async ({ body }, call) => {
  const faults = faultsOf(body.measureRules);
  if (faults.length > 0) throw problem('RULE_SET_FAULTY', { count: faults.length }, { faults });
  const set = register(body, await call.today(body.county));
  if (!(await insertRuleSet(call.tx, set))) throw problem('ALREADY_EXISTS', { what: '规则集' });
  call.about(set.id);
  return { status: 201, body: ruleSetRecord(set), etag: etagOf(set.revision) };
};
