// A decision on plans as its rows hold it, and as the rule of two persons sees it.
import type { Selectable, Transaction } from 'kysely';
import { entryOf } from '#kernel/decisions/decision-row.ts';
import type { DecidedPlan, PlanDecision } from '../domain/plan-decision.ts';
import type { DB, Decision } from './tables.ts';

/** A row of the table. */
export type DecisionRow = Selectable<Decision>;

const decisionOf = (row: DecisionRow, plans: readonly DecidedPlan[]): PlanDecision => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  version: row.version,
  ...entryOf(row),
  plans,
});

/** The decisions of rows, each with its plans in the order of their ids. */
export const decisionsOf = async (tx: Transaction<DB>, rows: readonly DecisionRow[]): Promise<PlanDecision[]> => {
  if (rows.length === 0) return [];
  const plans = await tx
    .selectFrom('decided_plan')
    .select(['decision_id', 'plan_id', 'version'])
    .where(
      'decision_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('plan_id')
    .execute();
  const byDecision = Map.groupBy(plans, ({ decision_id }) => decision_id);
  return rows.map((row) =>
    decisionOf(
      row,
      (byDecision.get(row.id) ?? []).map(({ plan_id: planId, version }) => ({ planId, version })),
    ),
  );
};
