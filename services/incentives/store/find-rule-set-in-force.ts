// The rule set that is in force in a county.
import type { Transaction } from 'kysely';
import type { RuleSet } from '../domain/rule-set.ts';
import { ruleSetColumns, ruleSetOf, rulesColumn } from './rule-set-row.ts';
import type { DB } from './tables.ts';

/** The published rule set, or undefined before the first is published. */
export const findRuleSetInForce = async (tx: Transaction<DB>, county: string): Promise<RuleSet | undefined> => {
  const row = await tx
    .selectFrom('rule_set')
    .select([...ruleSetColumns, rulesColumn.as('rules')])
    .where('county', '=', county)
    .where('state', '=', 'published')
    .executeTakeFirst();
  return row === undefined ? undefined : ruleSetOf(row);
};
