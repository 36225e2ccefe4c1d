// The plans of a county with their targets as the export holds them, by id.
import { sql } from 'kysely';
import type { ExportList } from '#kernel/service/definition.ts';
import { planOf } from './plan-row.ts';
import type { DB } from './tables.ts';
import { type StoredTarget, targetColumns, targetOf } from './target-row.ts';

/** Plans in the order of their ids; their targets in the order of the indicators. */
export const exportPlans: ExportList<DB> = async (tx, county, { after, limit }) => {
  const key = sql<string>`id::text collate "C"`;
  const plans = await tx
    .selectFrom('plan')
    .selectAll()
    .where('county', '=', county)
    .where(key, '>', after)
    .orderBy(key)
    .limit(limit)
    .execute();
  if (plans.length === 0) return [];
  const rows = await tx
    .selectFrom('target')
    .select(targetColumns)
    .select('plan_id')
    .where('county', '=', county)
    .where(
      'plan_id',
      'in',
      plans.map(({ id }) => id),
    )
    .orderBy('indicator_code')
    .execute();
  const targets = new Map<string, StoredTarget[]>();
  for (const row of rows) targets.set(row.plan_id, [...(targets.get(row.plan_id) ?? []), targetOf(row)]);
  return plans.map((plan) => ({ key: plan.id, content: { ...planOf(plan), targets: targets.get(plan.id) ?? [] } }));
};
