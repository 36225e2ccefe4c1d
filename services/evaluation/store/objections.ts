// The objections of a county.
import { type Insertable, type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { Correction } from '../domain/scoring/correction.ts';
import type { DB, Objection } from './tables.ts';

/** An objection with the place of its unit. */
export type ObjectionRow = Selectable<Objection> & { readonly place_id: string };

const withPlace = (tx: Transaction<DB>) =>
  tx
    .selectFrom('objection')
    .innerJoin('unit', (join) =>
      join.onRef('unit.county', '=', 'objection.county').onRef('unit.id', '=', 'objection.unit_id'),
    )
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.county', '=', 'unit.county').onRef('cycle.id', '=', 'unit.cycle_id'),
    )
    .selectAll('objection')
    .select('unit.place_id');

const inScope = (caller: Scoped) =>
  compileScope(caller, { place: sql.ref('unit.place_id'), date: sql.ref('cycle.opened_on') });

/** The objection of an id; undefined where there is none, or it lies outside the caller's subtrees. */
export const findObjection = (tx: Transaction<DB>, caller: Scoped, id: string): Promise<ObjectionRow | undefined> =>
  withPlace(tx).where('objection.id', '=', id).where(inScope(caller)).executeTakeFirst();

/** What a list of objections may be narrowed to. */
export interface ObjectionFilter {
  readonly county: string;
  readonly cycleId?: string;
  readonly unitId?: string;
  readonly state?: string;
}

/** One objection more than the page shows, if there is one, newest first and within the caller's subtrees. The cursor is the ordinal. */
export const listObjectionsOf = (
  tx: Transaction<DB>,
  caller: Scoped,
  { county, cycleId, unitId, state }: ObjectionFilter,
  page: PageRequest,
): Promise<ObjectionRow[]> => {
  const [ordinal] = page.after ?? [];
  let query = withPlace(tx).where('objection.county', '=', county).where(inScope(caller));
  if (cycleId !== undefined) query = query.where('objection.cycle_id', '=', cycleId);
  if (unitId !== undefined) query = query.where('objection.unit_id', '=', unitId);
  if (state !== undefined) query = query.where('objection.state', '=', state);
  if (ordinal !== undefined) query = query.where('objection.ordinal', '<', ordinal);
  return query
    .orderBy('objection.ordinal', 'desc')
    .limit(page.limit + 1)
    .execute();
};

/** A value that an objection corrected, with the one that it replaced; as it is stored. */
export interface StoredCorrection {
  readonly elementCode: string;
  readonly period: string;
  readonly value: string;
  readonly replaced: string | null;
}

// Written by the decision of an objection alone.
const storedCorrections = (json: unknown): readonly StoredCorrection[] => (json ?? []) as readonly StoredCorrection[];

/** The values that an objection corrected; none of one that added a line or is open. */
export const correctedBy = (row: Pick<Selectable<Objection>, 'corrected_values'>): readonly StoredCorrection[] =>
  storedCorrections(row.corrected_values);

/** The values that the accepted objections of a cycle have corrected. No two of them correct the same one. */
export const correctionsOf = async (tx: Transaction<DB>, cycleId: string): Promise<readonly Correction[]> => {
  const rows = await tx
    .selectFrom('objection')
    .select(['id', 'unit_id', 'answer_document_id', 'corrected_values'])
    .where('cycle_id', '=', cycleId)
    .where('state', '=', 'accepted')
    .where('corrected_values', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.flatMap((row) =>
    correctedBy(row).map(({ elementCode, period: of, value }) => ({
      objectionId: row.id,
      documentId: row.answer_document_id ?? '',
      unitId: row.unit_id,
      elementCode,
      period: period(of),
      value: decimal(value),
    })),
  );
};

/** The indicators that a unit has objected to, decided or not. */
export const objectedIndicators = async (tx: Transaction<DB>, unitId: string): Promise<readonly string[]> => {
  const rows = await tx.selectFrom('objection').select('indicator_code').where('unit_id', '=', unitId).execute();
  return rows.map(({ indicator_code }) => indicator_code);
};

/** How many objections of a cycle stand in each state. */
export const objectionCounts = async (
  tx: Transaction<DB>,
  cycleId: string,
): Promise<Readonly<Record<'raised' | 'accepted' | 'refused', number>>> => {
  const rows = await tx
    .selectFrom('objection')
    .select(['state', (select) => select.fn.countAll<string>().as('count')])
    .where('cycle_id', '=', cycleId)
    .groupBy('state')
    .execute();
  const count = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return { raised: count('raised'), accepted: count('accepted'), refused: count('refused') };
};

/** Stores a new objection. */
export const insertObjection = (tx: Transaction<DB>, row: Insertable<Objection>): Promise<Selectable<Objection>> =>
  tx.insertInto('objection').values(row).returningAll().executeTakeFirstOrThrow();

/** Stores the answer to an objection, as a new version. */
export const saveObjection = (
  tx: Transaction<DB>,
  row: ObjectionRow,
  answer: Updateable<Objection>,
): Promise<Selectable<Objection>> =>
  tx
    .updateTable('objection')
    .set({ ...answer, version: row.version + 1 })
    .where('county', '=', row.county)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
