// The rule sets of a county as the export holds them, by id.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { ruleSetColumns, ruleSetOf, rulesColumn } from './rule-set-row.ts';
import type { DB } from './tables.ts';

/** Rule sets in the order of their ids. */
export const exportRuleSets: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql<string>`id::text collate "C"`;
  const rows = await tx
    .selectFrom('rule_set')
    .select([...ruleSetColumns, rulesColumn.as('rules')])
    .where('county', '=', county)
    .where(key, '>', after)
    .orderBy(key)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ key: row.id, content: ruleSetOf(row) }));
};
