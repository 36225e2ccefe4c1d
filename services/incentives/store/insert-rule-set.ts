// Stores a rule set once.
import type { Transaction } from 'kysely';
import type { RuleSet } from '../domain/rule-set.ts';
import type { DB } from './tables.ts';

/** Inserts the rule set; false where its code and version are there already. */
export const insertRuleSet = async (tx: Transaction<DB>, set: RuleSet): Promise<boolean> => {
  const row = await tx
    .insertInto('rule_set')
    .values({
      id: set.id,
      county: set.county,
      code: set.code,
      version: set.version,
      name: set.name,
      source: set.source,
      state: set.state,
      revision: set.revision,
      measure_rules: JSON.stringify(set.measureRules),
      digest: set.digest,
      registered_on: set.registeredOn,
      published_on: set.publishedOn,
      document_id: set.documentId,
    })
    .onConflict((conflict) => conflict.columns(['county', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};
