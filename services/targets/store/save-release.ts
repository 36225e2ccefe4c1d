// Saves the release of a decision that is locked.
import type { Transaction } from 'kysely';
import { releaseColumns } from '#kernel/decisions/decision-row.ts';
import type { PlanDecision } from '../domain/plan-decision.ts';
import type { DB } from './tables.ts';

/** Writes what a release changes: state, version, day and releaser. */
export const saveRelease = async (tx: Transaction<DB>, decision: PlanDecision): Promise<void> => {
  await tx
    .updateTable('decision')
    .set({ ...releaseColumns(decision), version: decision.version })
    .where('county', '=', decision.county)
    .where('id', '=', decision.id)
    .executeTakeFirstOrThrow();
};
