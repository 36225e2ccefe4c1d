// Frames in the database: written once by the cut, read again by the publisher and the auditor.
import { type QueryExecutorProvider, sql } from 'kysely';
import type { Producer } from '#kernel/exchange/producing/incarnation.ts';
import { encodableOf, eventColumns, type OutboxRow } from '#kernel/exchange/producing/outbox-row.ts';
import { encodeBatch, encodeEvent } from './cloud-event.ts';
import { type Frame, frameDigest } from './frame.ts';

/** Frames of one cut whose bytes are kept for the publisher, so that it need not read them again. */
const keptFramesMax = 64;
/** Frames that one insert writes. */
const insertedAtATime = 64;

/** Collects the frames of a cut and writes them in batches. */
export interface FrameWriter {
  add(frame: Frame): Promise<void>;
  /** Writes the rest; gives the frames whose bytes were kept. */
  finish(): Promise<Frame[]>;
}

/** Writes frames under the epochs that the leader holds. */
export const frameWriter = (tx: QueryExecutorProvider, epochs: ReadonlyMap<number, number>): FrameWriter => {
  const kept: Frame[] = [];
  let waiting: Record<string, unknown>[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await sql`
      insert into frame (incarnation, shard, first, count, outbox_ids, encoding, digest, previous_digest, epoch)
      select incarnation, shard, first, count, outbox_ids, encoding, digest, previous_digest, epoch
      from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) as f (incarnation uuid, shard int, first bigint,
        count int, outbox_ids bigint[], encoding smallint, digest text, previous_digest text, epoch bigint)`.execute(
      tx,
    );
    waiting = [];
  };
  return {
    add: async (frame) => {
      const { incarnation, shard, first, count, encoding, digest, previousDigest } = frame;
      waiting.push({
        incarnation,
        shard,
        first,
        count,
        outbox_ids: frame.outboxIds,
        encoding,
        digest,
        previous_digest: previousDigest,
        epoch: epochs.get(shard) ?? null,
      });
      if (kept.length < keptFramesMax) kept.push(frame);
      if (waiting.length >= insertedAtATime) await write();
    },
    finish: async () => {
      await write();
      return kept;
    },
  };
};

interface FrameRow {
  readonly first: string;
  readonly count: number;
  readonly encoding: number;
  readonly digest: string;
  readonly previous_digest: string;
  readonly outbox_ids: string[];
}

/**
 * Reads the frame that begins at a position, with its bytes; undefined where none does. A frame whose rows no longer give
 * its digest is damaged: that is thrown as an error, and never sent.
 */
export const readFrame = async (
  tx: QueryExecutorProvider,
  producer: Producer,
  shard: number,
  first: number,
): Promise<Frame | undefined> => {
  const found = await sql<FrameRow>`
    select first, count, encoding, digest, previous_digest, outbox_ids::text[] as outbox_ids
    from frame where incarnation = ${producer.incarnation} and shard = ${shard} and first = ${first}`.execute(tx);
  const row = found.rows[0];
  if (row === undefined) return undefined;
  const { rows } = await sql<OutboxRow>`
    select ${eventColumns} from unnest(${row.outbox_ids}::bigint[]) with ordinality as f (id, n)
    join outbox o on o.id = f.id order by f.n`.execute(tx);
  const body = encodeBatch(rows.map((event) => encodeEvent(encodableOf(event, producer.source))));
  const address = { source: producer.source, incarnation: producer.incarnation, shard, first, count: row.count };
  if (frameDigest(address, row.previous_digest, body) !== row.digest)
    throw new Error(`The frame of shard ${shard} at position ${first} no longer has the digest that it was cut with.`);
  return {
    ...address,
    encoding: row.encoding,
    digest: row.digest,
    previousDigest: row.previous_digest,
    outboxIds: row.outbox_ids,
    body,
  };
};
