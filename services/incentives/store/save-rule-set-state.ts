// Saves what may change of a rule set: its state.
import type { Transaction } from 'kysely';
import type { RuleSet } from '../domain/rule-set.ts';
import type { DB } from './tables.ts';

/** Writes state, revision, day and document of a locked rule set. */
export const saveRuleSetState = async (tx: Transaction<DB>, set: RuleSet): Promise<void> => {
  await tx
    .updateTable('rule_set')
    .set({ state: set.state, revision: set.revision, published_on: set.publishedOn, document_id: set.documentId })
    .where('county', '=', set.county)
    .where('id', '=', set.id)
    .executeTakeFirstOrThrow();
};
