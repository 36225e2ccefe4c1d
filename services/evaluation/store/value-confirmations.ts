// What units say about their values.
import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { Word } from '../domain/closure.ts';
import type { Schemas } from '../handler.ts';
import type { DB, ValueConfirmation } from './tables.ts';

/** A word of a unit, with the place of the unit. */
export type ConfirmationRow = Selectable<ValueConfirmation> & { readonly place_id: string };

/** How often a unit has spoken. */
export const confirmationCount = async (tx: Transaction<DB>, unitId: string): Promise<number> => {
  const row = await tx
    .selectFrom('value_confirmation')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('unit_id', '=', unitId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
};

/** Stores a word. */
export const insertConfirmation = (
  tx: Transaction<DB>,
  row: Insertable<ValueConfirmation>,
): Promise<Selectable<ValueConfirmation>> =>
  tx.insertInto('value_confirmation').values(row).returningAll().executeTakeFirstOrThrow();

/** What the units of a cycle have said, in order. */
export const wordsOf = async (tx: Transaction<DB>, cycleId: string): Promise<readonly Word[]> => {
  const rows = await tx
    .selectFrom('value_confirmation')
    .select(['unit_id', 'outcome', 'disputes', 'ordinal'])
    .where('cycle_id', '=', cycleId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ unit_id: unitId, outcome, disputes, ordinal }) => ({
    unitId,
    outcome: outcome === 'disputed' ? 'disputed' : 'confirmed',
    indicatorCodes: (disputes as Schemas['ValueDispute'][]).map(({ indicatorCode }) => indicatorCode),
    ordinal: Number(ordinal),
  }));
};

/** One word more than the page shows, if there is one, newest first and within the caller's subtrees. The cursor is the ordinal. */
export const listConfirmationsOf = (
  tx: Transaction<DB>,
  caller: Scoped,
  { cycleId, unitId }: { readonly cycleId: string; readonly unitId?: string },
  page: PageRequest,
): Promise<ConfirmationRow[]> => {
  const [ordinal] = page.after ?? [];
  let query = tx
    .selectFrom('value_confirmation')
    .innerJoin('unit', (join) =>
      join.onRef('unit.county', '=', 'value_confirmation.county').onRef('unit.id', '=', 'value_confirmation.unit_id'),
    )
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.county', '=', 'unit.county').onRef('cycle.id', '=', 'unit.cycle_id'),
    )
    .selectAll('value_confirmation')
    .select('unit.place_id')
    .where('value_confirmation.cycle_id', '=', cycleId)
    .where(compileScope(caller, { place: sql.ref('unit.place_id'), date: sql.ref('cycle.opened_on') }));
  if (unitId !== undefined) query = query.where('value_confirmation.unit_id', '=', unitId);
  if (ordinal !== undefined) query = query.where('value_confirmation.ordinal', '<', ordinal);
  return query
    .orderBy('value_confirmation.ordinal', 'desc')
    .limit(page.limit + 1)
    .execute();
};
