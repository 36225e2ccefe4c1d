// Saves the release of a decision.
import type { Transaction } from 'kysely';
import type { MeasureDecision } from '../domain/measure-decision.ts';
import type { DB } from './tables.ts';

/** Writes state, version, day and releaser of a locked decision. */
export const saveDecisionRelease = async (tx: Transaction<DB>, decision: MeasureDecision): Promise<void> => {
  await tx
    .updateTable('decision')
    .set({
      state: decision.state,
      version: decision.version,
      released_on: decision.releasedOn,
      released_by: decision.releasedBy,
    })
    .where('id', '=', decision.id)
    .executeTakeFirstOrThrow();
};
