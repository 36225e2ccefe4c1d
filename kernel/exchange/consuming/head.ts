// The first open event of a key: the one that is redriven or set aside next (exchange rule E8).
import { type QueryExecutorProvider, sql } from 'kysely';
import type { RecordedEvent } from '#kernel/exchange/event.ts';
import type { TriedHead } from './note-failure.ts';
import { open, type ParkedKey } from './parked.ts';
import { lockShard } from './watermark.ts';

/** The head with the event itself, and why it waits. */
export interface HeadRow extends TriedHead {
  readonly event: RecordedEvent;
  readonly reason: string;
}

/** The first open event of a key; undefined where none waits. */
export const findHead = async (
  tx: QueryExecutorProvider,
  consumer: string,
  key: Pick<ParkedKey, 'source' | 'key'>,
): Promise<HeadRow | undefined> => {
  const { rows } = await sql<HeadRow>`
    select id, event, reason, tried_at::text as "triedAt" from parked_event
    where consumer = ${consumer} and source = ${key.source} and key = ${key.key} and ${open}
    order by id limit 1`.execute(tx);
  return rows[0];
};

/** The same under the watermark's lock, so that no live event slips in behind it (E8). */
export const lockHead = async (
  tx: QueryExecutorProvider,
  consumer: string,
  key: Pick<ParkedKey, 'source' | 'key'>,
): Promise<HeadRow | undefined> => {
  const found = await sql<{ shard: number }>`
    select shard from parked_key where consumer = ${consumer} and source = ${key.source} and key = ${key.key}`.execute(
    tx,
  );
  const shard = found.rows[0]?.shard;
  if (shard === undefined) return undefined;
  await lockShard(tx, consumer, { source: key.source, shard });
  return findHead(tx, consumer, key);
};

/** Frees a key of which no event waits any more. */
export const freeKey = async (
  tx: QueryExecutorProvider,
  consumer: string,
  key: Pick<ParkedKey, 'source' | 'key'>,
): Promise<void> => {
  await sql`
    delete from parked_key where consumer = ${consumer} and source = ${key.source} and key = ${key.key}
      and not exists (select from parked_event e where e.consumer = parked_key.consumer and e.source = parked_key.source
        and e.key = parked_key.key and e.${open})`.execute(tx);
};
