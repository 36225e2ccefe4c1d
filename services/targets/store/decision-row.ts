// A decision on plans as its rows hold it, and as the rule of two persons sees it.
import type { Selectable, Transaction } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';
import type { DecidedPlan, PlanDecision } from '../domain/plan-decision.ts';
import type { DB, Decision } from './tables.ts';

/** A row of the table. */
export type DecisionRow = Selectable<Decision>;

/** The entry of a decision. */
export const entryOf = (row: DecisionRow): DecisionEntry => ({
  state: row.state === 'released' ? 'released' : 'recorded',
  decision: {
    organ: row.organ,
    documentId: row.document_id,
    decidedOn: isoDate(row.decided_on),
    attachmentDigest: row.attachment_digest,
  },
  recordedOn: isoDate(row.recorded_on),
  recordedBy: row.recorded_by,
  releasedOn: row.released_on === null ? null : isoDate(row.released_on),
  releasedBy: row.released_by,
});

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
