// The recorded decisions of a county.
import type { Insertable, Transaction } from 'kysely';
import { releaseColumns } from '#kernel/decisions/decision-row.ts';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';
import type { DecisionRow } from './decision-row.ts';
import type { DB, Decision } from './tables.ts';

/** The decision of an id; undefined where there is none in the scope. */
export const findDecision = (tx: Transaction<DB>, id: string): Promise<DecisionRow | undefined> =>
  tx.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirst();

/** Stores a decision; undefined where the same is there already. */
export const insertDecision = (tx: Transaction<DB>, row: Insertable<Decision>): Promise<DecisionRow | undefined> =>
  tx
    .insertInto('decision')
    .values(row)
    .onConflict((conflict) => conflict.columns(['county', 'id']).doNothing())
    .returningAll()
    .executeTakeFirst();

/** Stores the release of a decision, as a new version. */
export const saveRelease = (tx: Transaction<DB>, row: DecisionRow, entry: DecisionEntry): Promise<DecisionRow> =>
  tx
    .updateTable('decision')
    .set({ ...releaseColumns(entry), version: row.version + 1 })
    .where('county', '=', row.county)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** What a list of decisions may be narrowed to. */
export interface DecisionFilter {
  readonly county: string;
  readonly cycleId?: string;
  readonly subject?: string;
  readonly state?: string;
}

/** One decision more than the page shows, if there is one, newest first. The cursor is the ordinal. */
export const listDecisionsOf = (
  tx: Transaction<DB>,
  { county, cycleId, subject, state }: DecisionFilter,
  page: PageRequest,
): Promise<DecisionRow[]> => {
  const [ordinal] = page.after ?? [];
  let query = tx.selectFrom('decision').selectAll().where('county', '=', county);
  if (cycleId !== undefined) query = query.where('cycle_id', '=', cycleId);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (state !== undefined) query = query.where('state', '=', state);
  if (ordinal !== undefined) query = query.where('ordinal', '<', ordinal);
  return query
    .orderBy('ordinal', 'desc')
    .limit(page.limit + 1)
    .execute();
};
