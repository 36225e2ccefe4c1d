// A rule set as the contract shows it.
import type { components } from '#contracts/generated/incentives.ts';
import type { RuleSet } from '../domain/rule-set.ts';

/** The record of a rule set. */
export const ruleSetRecord = (set: RuleSet): components['schemas']['RuleSet'] => ({
  id: set.id,
  county: set.county,
  code: set.code,
  version: set.version,
  name: set.name,
  source: set.source,
  state: set.state,
  revision: set.revision,
  measureRules: set.measureRules,
  digest: set.digest,
  registeredOn: set.registeredOn,
  publishedOn: set.publishedOn,
  documentId: set.documentId,
});

/** The record of a rule set in a list, without its rules. */
export const ruleSetSummary = (set: RuleSet): components['schemas']['RuleSetSummary'] => ({
  id: set.id,
  county: set.county,
  code: set.code,
  version: set.version,
  name: set.name,
  state: set.state,
  ruleCount: set.measureRules.length,
  registeredOn: set.registeredOn,
  publishedOn: set.publishedOn,
});
