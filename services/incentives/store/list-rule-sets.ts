// A page of a county's rule sets, newest first.
import type { Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { RuleSet } from '../domain/rule-set.ts';
import { ruleSetColumns, ruleSetOf, rulesColumn } from './rule-set-row.ts';
import type { DB } from './tables.ts';

/** One rule set more than the page shows, if there is one. */
export const listRuleSetsOf = async (
  tx: Transaction<DB>,
  { county, state }: { readonly county: string; readonly state: RuleSet['state'] | undefined },
  page: PageRequest,
): Promise<readonly RuleSet[]> => {
  const [registeredOn, id] = page.after ?? [];
  let query = tx
    .selectFrom('rule_set')
    .select([...ruleSetColumns, rulesColumn.as('rules')])
    .where('county', '=', county);
  if (state !== undefined) query = query.where('state', '=', state);
  if (registeredOn !== undefined && id !== undefined)
    query = query.where((where) => where(where.refTuple('registered_on', 'id'), '<', where.tuple(registeredOn, id)));
  const rows = await query
    .orderBy('registered_on', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(ruleSetOf);
};
