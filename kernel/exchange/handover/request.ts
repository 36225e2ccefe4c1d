// Asking for an announced set: recorded with the event that announced it, pulled after the commit (exchange rule E14).
import { type QueryExecutorProvider, sql } from 'kysely';
import type { RecordedEvent } from '#kernel/exchange/event.ts';
import type { Announcement } from './set.ts';

/**
 * Records in the transaction of the announcing event that its set is to be pulled. Until it is switched the exchange is not
 * settled. Asking again for the same set changes nothing.
 */
export const requestPull = async (
  tx: QueryExecutorProvider,
  event: Omit<RecordedEvent, 'payload'>,
  set: Announcement,
): Promise<void> => {
  const { id, source, type, schemaVersion, county, key, keySequence, businessDate, actor, correlation } = event;
  const { causation, traceparent, recordedAt } = event;
  const cause = { id, source, type, schemaVersion, county, key, keySequence, businessDate, actor, correlation };
  await sql`
    insert into handover_pull (id, source, kind, number, county, count, digest, cause)
    values (${set.id}, ${source}, ${set.kind}, ${set.number}, ${set.county}, ${set.count}, ${set.digest},
      ${JSON.stringify({ ...cause, causation, traceparent, recordedAt, payload: null })}::json)
    on conflict (id) do nothing`.execute(tx);
};
