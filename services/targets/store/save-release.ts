// Saves the release of a decision that is locked.
import type { Transaction } from 'kysely';
import type { PlanDecision } from '../domain/plan-decision.ts';
import type { DB } from './tables.ts';

/** Writes what a release changes: state, version, day and releaser. */
export const saveRelease = async (tx: Transaction<DB>, decision: PlanDecision): Promise<void> => {
  await tx
    .updateTable('decision')
    .set({
      state: decision.state,
      version: decision.version,
      released_on: decision.releasedOn,
      released_by: decision.releasedBy,
    })
    .where('county', '=', decision.county)
    .where('id', '=', decision.id)
    .executeTakeFirstOrThrow();
};
