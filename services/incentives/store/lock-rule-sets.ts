// The rule sets of the county of one of them, held until the transaction ends.
import type { Transaction } from 'kysely';
import type { RuleSet } from '../domain/rule-set.ts';
import { ruleSetColumns, ruleSetOf, rulesColumn } from './rule-set-row.ts';
import type { DB } from './tables.ts';

/**
 * All rule sets of the county that the given one belongs to; empty where it is in no county of the scope. All are locked, in
 * the order of their ids: two publications at once would otherwise each miss what the other put into force.
 */
export const lockRuleSetsAround = async (tx: Transaction<DB>, id: string): Promise<readonly RuleSet[]> => {
  const rows = await tx
    .selectFrom('rule_set')
    .select([...ruleSetColumns, rulesColumn.as('rules')])
    .where('county', '=', (within) =>
      within.selectFrom('rule_set as named').select('named.county').where('named.id', '=', id),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(ruleSetOf);
};
