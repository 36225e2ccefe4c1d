// The caller's scope over measures.
import { sql } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';

/**
 * A measure lies where its place lay on the day on which its cycle was opened, since the cycle froze its units then. By any later
 * day the place may have ended, and would be nobody's.
 */
export const measureScope = (caller: Scoped): ReturnType<typeof compileScope> =>
  compileScope(caller, {
    place: sql.ref('measure.place_id'),
    date: sql`(select cycle.opened_on from cycle where cycle.county = measure.county and cycle.id = measure.cycle_id)`,
  });
