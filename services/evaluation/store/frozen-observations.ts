// The set of observations that a cycle is frozen by: announced first, then moved out of staging as a whole.
import { sql, type Transaction } from 'kysely';
import type { ObservationSetRef } from '../domain/cycle.ts';
import type { Schemas } from '../handler.ts';
import type { CycleRow } from './cycle-row.ts';
import { jsonText } from './json-text.ts';
import type { DB } from './tables.ts';

/** A set as it is announced: with what stayed out of it, because no signature covers it. */
export type AnnouncedSet = ObservationSetRef & { readonly unsigned: readonly Schemas['UnsignedValues'][] };

/** Keeps which set a cycle waits for. */
export const announceSet = async (
  tx: Transaction<DB>,
  { county, id }: CycleRow,
  { setId, count, digest, unsigned }: AnnouncedSet,
): Promise<void> => {
  await tx
    .updateTable('cycle')
    .set({
      observation_set_id: setId,
      observation_count: count,
      observation_digest: digest,
      observation_unsigned: jsonText(unsigned),
    })
    .where('county', '=', county)
    .where('id', '=', id)
    .execute();
};

/** The cycle that waits for a set; undefined where none does. */
export const cycleOfSet = async (tx: Transaction<DB>, setId: string): Promise<string | undefined> => {
  const row = await tx.selectFrom('cycle').select('id').where('observation_set_id', '=', setId).executeTakeFirst();
  return row?.id;
};

/** Moves the staged rows of a set to their units, and gives how many found one. */
export const insertFrozen = async (tx: Transaction<DB>, cycle: CycleRow, setId: string): Promise<number> => {
  const { numAffectedRows } = await sql`
    insert into frozen_observation
      (county, cycle_id, set_id, unit_id, element_code, period, observation_id, revision, value)
    select unit.county, unit.cycle_id, staged.set_id, unit.id, row."elementCode", row.period, row."observationId", row.revision,
      trim_scale(row.value::numeric)
    from handover_staging staged
      cross join lateral jsonb_to_record(staged.body::jsonb)
        as row ("placeId" uuid, "elementCode" text, period text, "observationId" uuid, revision int, value text)
      join unit on unit.county = ${cycle.county} and unit.cycle_id = ${cycle.id} and unit.place_id = row."placeId"
    where staged.set_id = ${setId}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
};
