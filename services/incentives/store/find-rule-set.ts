// The rule set of an id.
import type { Transaction } from 'kysely';
import type { RuleSet } from '../domain/rule-set.ts';
import { ruleSetColumns, ruleSetOf, rulesColumn } from './rule-set-row.ts';
import type { DB } from './tables.ts';

/** The rule set, or undefined where there is none in the counties of the scope. */
export const findRuleSet = async (tx: Transaction<DB>, id: string): Promise<RuleSet | undefined> => {
  const row = await tx
    .selectFrom('rule_set')
    .select([...ruleSetColumns, rulesColumn.as('rules')])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : ruleSetOf(row);
};
