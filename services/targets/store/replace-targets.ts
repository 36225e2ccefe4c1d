// Stores the targets of a plan in the place of those that it had.
import type { Transaction } from 'kysely';
import { type Plan, targetId } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import type { DB } from './tables.ts';

/** Replaces the targets of a plan that is not published. */
export const replaceTargets = async (tx: Transaction<DB>, plan: Plan, targets: readonly Target[]): Promise<void> => {
  await tx.deleteFrom('target').where('county', '=', plan.county).where('plan_id', '=', plan.id).execute();
  await tx
    .insertInto('target')
    .values(
      targets.map((target) => ({
        county: plan.county,
        id: targetId(plan.id, target.indicatorCode),
        plan_id: plan.id,
        cycle_id: plan.cycleId,
        place_id: plan.placeId,
        indicator_code: target.indicatorCode,
        element_code: target.elementCode,
        direction: target.direction,
        accumulation: target.accumulation,
        frequency: target.frequency,
        value: target.value,
        curve: JSON.stringify(target.curve),
      })),
    )
    .execute();
};
