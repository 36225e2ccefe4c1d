// Closing the objections of a cycle: by the last answer, or by the day on which the time is over.
import type { Transaction } from 'kysely';
import type { IsoDate } from '#kernel/values/date.ts';
import { closeObjections as decide } from '../domain/objection-clock.ts';
import { type CycleRow, cycleRowOf, progressOf } from './cycle-row.ts';
import { objectionCounts } from './objections.ts';
import { saveCycle } from './save-cycle.ts';
import type { DB } from './tables.ts';

/** What a closing announces. */
export interface ObjectionsClosed {
  readonly cycleId: string;
  readonly accepted: number;
  readonly refused: number;
  readonly closedOn: IsoDate;
}

/** Closes a held cycle's objections where its time is over and none is open; undefined where it is not so far. */
export const closeObjections = async (
  tx: Transaction<DB>,
  cycle: CycleRow,
  today: IsoDate,
): Promise<ObjectionsClosed | undefined> => {
  const { raised, accepted, refused } = await objectionCounts(tx, cycle.id);
  const closed = decide(progressOf(cycle), today, raised);
  if (!closed.ok) return undefined;
  await saveCycle(tx, cycle, closed.value, { objections_closed_on: today });
  return { cycleId: cycle.id, accepted, refused, closedOn: today };
};

/** The cycles of a county whose time for objections may be over, held for a change. */
export const lockNotifiedCycles = async (
  tx: Transaction<DB>,
  county: string,
  today: IsoDate,
): Promise<readonly CycleRow[]> => {
  const rows = await tx
    .selectFrom('cycle')
    .selectAll()
    .where('county', '=', county)
    .where('state', '=', 'notified')
    .where('objections_due_on', '<', today)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(cycleRowOf);
};
