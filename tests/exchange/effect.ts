// The reaction that most specs use, apart from vitest so that a child process can use it too.
import { sql } from 'kysely';
import type { Reaction } from '#kernel/exchange/reaction.ts';
import type { planApproved, SpecEvents } from './support.ts';

/** The events of one type, as evaluation gets them. */
export type PlanReaction = Reaction<SpecEvents[typeof planApproved], object, SpecEvents>;

/** Stores the effect, once for each time that it is applied. */
export const storeEffect: PlanReaction = async (event, { tx }) => {
  await sql`insert into effect (event_id, county, key, step)
    values (${event.id}, ${event.county}, ${event.key}, ${event.payload.step})`.execute(tx);
};
