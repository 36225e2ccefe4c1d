// Setting a parked event aside, in the transaction of the command that decides it (exchange rules E1, E8 and E12).
import { type QueryExecutorProvider, sql } from 'kysely';
import { findHead, freeKey, lockHead } from './head.ts';
import { open } from './parked.ts';

/** Who sets an event aside, and why. */
export interface SettingAside {
  readonly eventId: string;
  /** The county of the event; null for shared reference data. */
  readonly county: string | null;
  readonly reason: string;
  readonly actor: string;
}

/** What became of the key. */
export interface SetAside {
  /** Why the next event of the key waits until it is redriven; null when the key is free. */
  readonly waits: string | null;
}

/**
 * Sets a parked event aside for good: it is never applied, and its row keeps who decided that and why. The events behind it
 * are redriven by themselves after the commit. Gives undefined when no open event of the county has this id, and `behind` when
 * an earlier event of its key is open: only the first can be set aside, since order is decided from the front.
 */
export const setAside = async (
  tx: QueryExecutorProvider,
  consumer: string,
  { eventId, county, reason, actor }: SettingAside,
): Promise<SetAside | 'behind' | undefined> => {
  const found = await sql<{ id: string; source: string; key: string }>`
    select id, source, key from parked_event
    where consumer = ${consumer} and event_id = ${eventId} and county is not distinct from ${county} and ${open}`.execute(
    tx,
  );
  const [event] = found.rows;
  if (event === undefined) return undefined;
  const head = await lockHead(tx, consumer, event);
  if (head?.id !== event.id) return 'behind';
  await sql`
    update parked_event set state = 'set_aside', disposed_at = clock_timestamp(), disposed_by = ${actor},
      disposed_reason = ${reason} where id = ${event.id}`.execute(tx);
  await freeKey(tx, consumer, event);
  return { waits: (await findHead(tx, consumer, event))?.reason ?? null };
};
