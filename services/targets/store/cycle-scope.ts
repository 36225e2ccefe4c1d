// The caller's scope over what belongs to a unit of a cycle.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';

/**
 * A plan or a notice lies where its place lay on the day on which the cycle was opened, since the cycle froze its units then. By
 * any later day the place may have ended, and would be nobody's.
 */
export const cycleScope = (caller: Scoped, table: 'plan' | 'notice'): RawBuilder<SqlBool> =>
  compileScope(caller, {
    place: sql.ref(`${table}.place_id`),
    date: sql`(
      select cycle.opened_on from cycle
      where cycle.county = ${sql.ref(`${table}.county`)} and cycle.id = ${sql.ref(`${table}.cycle_id`)}
    )`,
  });
