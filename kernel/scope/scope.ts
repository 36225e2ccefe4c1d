// A caller's scope as SQL: the subtrees of the directory that were theirs on the day of each row.
import { type Expression, type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { Caller } from '#kernel/identity/caller.ts';
import type { IsoDate } from '#kernel/values/date.ts';

/** What of a caller the scope depends on. */
export type Scoped = Pick<Caller, 'places' | 'service'>;

/** Where a row says its place and its business date: column references such as `sql.ref('plan.place_id')`, or values. */
export interface ScopedRow {
  readonly place: Expression<unknown>;
  readonly date: Expression<unknown>;
}

/**
 * The condition that a row is in the caller's scope: its place lay, on its business date, in one of the caller's subtrees. A
 * place that did not exist on that day is in nobody's scope, and a caller without places sees no row. Our own services act for
 * all places of the counties that row-level security leaves them.
 */
export const compileScope = (caller: Scoped, { place, date }: ScopedRow): RawBuilder<SqlBool> => {
  if (caller.service !== undefined) return sql<SqlBool>`true`;
  if (caller.places.length === 0) return sql<SqlBool>`false`;
  return sql<SqlBool>`exists (
    select from directory_closure scope
    where scope.descendant = ${place} and scope.ancestor = any (${caller.places}::uuid[]) and scope.valid @> ${date}
  )`;
};

/** Whether one place lay in the caller's scope on a day: for a command that has its record already. */
export const isInScope = async <DB>(
  tx: Transaction<DB>,
  caller: Scoped,
  placeId: string,
  date: IsoDate,
): Promise<boolean> => {
  const condition = compileScope(caller, { place: sql`${placeId}::uuid`, date: sql`${date}::date` });
  const { rows } = await sql<{ inside: boolean }>`select ${condition} as inside`.execute(tx);
  return rows[0]?.inside === true;
};
