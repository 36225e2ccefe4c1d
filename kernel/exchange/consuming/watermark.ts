// The watermark: how far a consumer has disposed of a shard. It is the dedupe (exchange rule E7).
import { type QueryExecutorProvider, sql } from 'kysely';
import { type FrameHead, genesisDigest, lastOf } from '#kernel/exchange/frames/frame.ts';
import type { WatermarkState } from './placement.ts';

/** What a lock of the watermark found. */
export interface LockedWatermark {
  readonly mark: WatermarkState | undefined;
  /** There are watermarks of the same shard under another incarnation. */
  readonly otherIncarnation: boolean;
}

interface Row {
  readonly incarnation: string;
  readonly position: string;
  readonly digest: string;
  readonly forked_reason: string | null;
}

/** Locks the watermarks of a shard: whoever applies, redrives or sets aside events of the shard does this first. */
export const lockShard = async (
  tx: QueryExecutorProvider,
  consumer: string,
  shard: Pick<FrameHead, 'source' | 'shard'>,
): Promise<readonly Row[]> => {
  const { rows } = await sql<Row>`
    select incarnation, position, digest, forked_reason from watermark
    where consumer = ${consumer} and source = ${shard.source} and shard = ${shard.shard}
    order by incarnation for update`.execute(tx);
  return rows;
};

/** Locks the watermark that a frame meets, and makes it at the first frame of a shard. */
export const lockWatermark = async (
  tx: QueryExecutorProvider,
  consumer: string,
  frame: Pick<FrameHead, 'source' | 'shard' | 'incarnation'>,
): Promise<LockedWatermark> => {
  let rows = await lockShard(tx, consumer, frame);
  if (rows.length === 0) {
    // Two consumers may meet the first frame together: the second one waits here for the first one's transaction.
    await sql`
      insert into watermark (consumer, source, incarnation, shard)
      values (${consumer}, ${frame.source}, ${frame.incarnation}, ${frame.shard}) on conflict do nothing`.execute(tx);
    rows = await lockShard(tx, consumer, frame);
  }
  const found = rows.find((row) => row.incarnation === frame.incarnation);
  return {
    mark:
      found === undefined
        ? undefined
        : { position: Number(found.position), digest: found.digest, forkedReason: found.forked_reason },
    otherIncarnation: rows.some((row) => row.incarnation !== frame.incarnation),
  };
};

/** Moves the watermark to the end of a frame and keeps the evidence, in the transaction of the effect. */
export const passFrame = async (
  tx: QueryExecutorProvider,
  consumer: string,
  frame: FrameHead,
  eventIds: readonly string[],
): Promise<void> => {
  await sql`
    with evidence as (
      insert into inbox (consumer, source, incarnation, shard, first, count, digest, event_ids)
      values (${consumer}, ${frame.source}, ${frame.incarnation}, ${frame.shard}, ${frame.first}, ${frame.count},
        ${frame.digest}, ${[...eventIds]}::uuid[])
      on conflict do nothing
    )
    update watermark set position = ${lastOf(frame)}, digest = ${frame.digest}
    where consumer = ${consumer} and source = ${frame.source} and incarnation = ${frame.incarnation}
      and shard = ${frame.shard}`.execute(tx);
};

/** Stops a shard of a source as FORKED until someone decides (E11). */
export const markForked = async (
  tx: QueryExecutorProvider,
  consumer: string,
  frame: Pick<FrameHead, 'source' | 'shard'>,
  reason: string,
): Promise<void> => {
  await sql`
    update watermark set forked_reason = coalesce(forked_reason, ${reason})
    where consumer = ${consumer} and source = ${frame.source} and shard = ${frame.shard}`.execute(tx);
};

/** A watermark as it is reported to the auditor of its source (E10). */
export interface WatermarkReport {
  readonly incarnation: string;
  readonly shard: number;
  readonly position: number;
  readonly digest: string;
}

/** All watermarks of a consumer for a source. */
export const readWatermarks = async (
  tx: QueryExecutorProvider,
  consumer: string,
  source: string,
): Promise<WatermarkReport[]> => {
  const { rows } = await sql<Row & { shard: number }>`
    select incarnation, shard, position, digest, forked_reason from watermark
    where consumer = ${consumer} and source = ${source} order by incarnation, shard`.execute(tx);
  return rows.map(({ incarnation, shard, position, digest }) => ({
    incarnation,
    shard,
    position: Number(position),
    digest,
  }));
};

/** The report of a consumer that has not seen a source yet. */
export const untouched = (incarnation: string, shard: number): WatermarkReport => ({
  incarnation,
  shard,
  position: 0,
  digest: genesisDigest,
});
