// Stores what an event makes of a cycle.
import type { Transaction, Updateable } from 'kysely';
import type { CycleEvent } from '../domain/cycle.ts';
import { evolveCycle } from '../domain/evolve-cycle.ts';
import { type CycleRow, cycleRowOf, progressOf } from './cycle-row.ts';
import type { Cycle as CycleTable, DB } from './tables.ts';

/** What a step stores beside the progress that the domain computes: dates, digests, and what was said. */
export type CycleFacts = Pick<
  Updateable<CycleTable>,
  | 'values_confirmed_on'
  | 'overruled'
  | 'reopenings'
  | 'observation_set_id'
  | 'observation_count'
  | 'observation_digest'
  | 'observation_unsigned'
  | 'frozen_on'
  | 'scored_on'
  | 'result_digest'
  | 'objections_closed_on'
  | 'approved_on'
  | 'announced_on'
>;

/** Takes a locked cycle one step on, as a new version, and returns it. */
export const saveCycle = async (
  tx: Transaction<DB>,
  row: CycleRow,
  event: CycleEvent,
  facts: CycleFacts,
): Promise<CycleRow> => {
  const next = evolveCycle(progressOf(row), event);
  const saved = await tx
    .updateTable('cycle')
    .set({
      ...facts,
      version: row.version + 1,
      state: next.state,
      freeze_number: next.freezeNumber,
      final_run_id: next.finalRunId,
      notified_on: next.notifiedOn,
      objections_due_on: next.objectionsDueOn,
      decisions_due_on: next.decisionsDueOn,
      decision_id: next.decisionId,
    })
    .where('county', '=', row.county)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return cycleRowOf(saved);
};

/** Stores the digest over the score sheets that stand now, as a new version of the cycle. */
export const saveResultDigest = async (tx: Transaction<DB>, row: CycleRow, digest: string): Promise<CycleRow> => {
  const saved = await tx
    .updateTable('cycle')
    .set({ result_digest: digest, version: row.version + 1 })
    .where('county', '=', row.county)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return cycleRowOf(saved);
};
