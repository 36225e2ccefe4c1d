// The rule sets of a county, held until the transaction ends.
import type { Transaction } from 'kysely';
import type { RuleSet } from '../domain/rule-set.ts';
import { ruleSetColumns, ruleSetOf, rulesColumn } from './rule-set-row.ts';
import type { DB } from './tables.ts';

/**
 * All rule sets of the county, locked in the order of their ids: two publications at once would otherwise each miss what the
 * other put into force.
 */
export const lockRuleSets = async (tx: Transaction<DB>, county: string): Promise<readonly RuleSet[]> => {
  const rows = await tx
    .selectFrom('rule_set')
    .select([...ruleSetColumns, rulesColumn.as('rules')])
    .where('county', '=', county)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(ruleSetOf);
};
