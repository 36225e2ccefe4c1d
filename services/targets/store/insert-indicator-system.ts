// Stores the indicators of a published system.
import type { Transaction } from 'kysely';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import { type Rule, ruleNeeds } from '#kernel/values/scheme/rules/rule.ts';
import type { DB } from './tables.ts';

type WrittenIndicator = Written<IndicatorSystem>['indicators'][number];

const needsTarget = ({ rule, fallback }: WrittenIndicator): boolean =>
  // What a rule needs hangs on its type alone, not on the numbers that nobody has read yet.
  [rule, fallback].some((each) => each !== undefined && ruleNeeds(each as Rule).target);

/** Inserts a system with its indicators; a published system never changes. */
export const insertIndicatorSystem = async (
  tx: Transaction<DB>,
  county: string,
  id: string,
  system: Written<IndicatorSystem>,
): Promise<void> => {
  await tx.insertInto('indicator_system').values({ id, county }).execute();
  await tx
    .insertInto('indicator')
    .values(
      system.indicators.map((indicator) => ({
        county,
        indicator_system_id: id,
        code: indicator.code,
        element_code: indicator.elementCode,
        direction: indicator.direction,
        aggregation: indicator.aggregation.method,
        may_lack: indicator.aggregation.mayLack,
        needs_target: needsTarget(indicator),
        weights: JSON.stringify(indicator.weights),
      })),
    )
    .execute();
};
