// The cut: gives committed events their positions (exchange rules E3, E4 and E6).
import { type QueryExecutorProvider, sql } from 'kysely';
import { currentEncoding, encodeEvent } from '#kernel/exchange/frames/cloud-event.ts';
import type { Frame } from '#kernel/exchange/frames/frame.ts';
import { type FramePacker, framePacker } from '#kernel/exchange/frames/frame-packer.ts';
import { frameWriter } from '#kernel/exchange/frames/frame-store.ts';
import { cutRowsAtATime } from '#kernel/exchange/limits.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import type { Producer } from './incarnation.ts';
import { fromElsewhere, newSince } from './news.ts';
import { encodableOf, eventColumns, type OutboxRow } from './outbox-row.ts';

/** What a leader holds: shard → epoch. */
export type Held = ReadonlyMap<number, number>;

/** What a cut did. */
export interface CutResult {
  /** New frames with their bytes, in order, as long as they are small together; later ones are read again when published. */
  readonly frames: readonly Frame[];
  /** Last position of each shard that was cut. */
  readonly positions: ReadonlyMap<number, number>;
  /** Shards whose epoch another leader has raised (E6). */
  readonly deposed: readonly number[];
}

interface ShardRow {
  readonly shard: number;
  readonly epoch: string;
  readonly last_position: string;
  readonly head_digest: string;
  readonly system_identifier: string | null;
  readonly forked_reason: string | null;
}

interface CutRow extends OutboxRow {
  readonly snapshot: string;
  /** Null on the one row of a shard that has no new event. */
  readonly outbox_id: string | null;
}

/** New where S means nothing, after a restore into another cluster: whatever is in no frame. */
const inNoFrame = sql`not exists (
  select from (select unnest(f.outbox_ids) as id from frame f) framed where framed.id = o.id)`;

const shardList = (shards: readonly number[]) => sql.raw(shards.map((shard) => Math.trunc(shard)).join(', '));

/** Locks the shards' rows and leaves out those that another leader has taken or that stand still as forked. */
const lockShards = async (tx: QueryExecutorProvider, held: Held): Promise<{ rows: ShardRow[]; deposed: number[] }> => {
  const { rows } = await sql<ShardRow>`
    select shard, epoch, last_position, head_digest, system_identifier, forked_reason
    from shard where shard in (${shardList([...held.keys()])}) order by shard for update`.execute(tx);
  const deposed = rows.filter((row) => Number(row.epoch) !== held.get(row.shard)).map((row) => row.shard);
  return { rows: rows.filter((row) => !deposed.includes(row.shard) && row.forked_reason === null), deposed };
};

/** Reads the new events of several shards and the snapshot that they were read in: one statement, in pieces. */
async function* newEvents(
  tx: QueryExecutorProvider,
  shards: readonly number[],
  adopting: boolean,
): AsyncGenerator<CutRow> {
  await sql`declare cut no scroll cursor for
    select pg_current_snapshot()::text as snapshot, o.*
    from shard s left join lateral (
      select ${eventColumns} from outbox o where o.shard = s.shard and ${adopting ? inNoFrame : newSince('o', 's')} offset 0
    ) o on true
    where s.shard in (${shardList(shards)}) order by s.shard, o.outbox_id`.execute(tx);
  for (;;) {
    const { rows } = await sql<CutRow>`fetch ${sql.raw(String(cutRowsAtATime))} from cut`.execute(tx);
    yield* rows;
    if (rows.length < cutRowsAtATime) break;
  }
  await sql`close cut`.execute(tx);
}

const saveShards = async (
  tx: QueryExecutorProvider,
  producer: Producer,
  packers: ReadonlyMap<number, FramePacker>,
  snapshot: string,
  adopting: boolean,
): Promise<void> => {
  const heads = [...packers].map(([shard, packer]) => ({ shard, ...packer.head() }));
  await sql`
    update shard s set last_position = h.position, head_digest = h.digest, snapshot = ${snapshot}::pg_snapshot,
      system_identifier = ${producer.systemIdentifier},
      adopted_through = ${adopting ? sql`(select coalesce(max(id), 0) from outbox)` : sql`s.adopted_through`}
    from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as h (shard int, position bigint, digest text)
    where s.shard = h.shard`.execute(tx);
};

const packRows = async (
  tx: QueryExecutorProvider,
  producer: Producer,
  shards: readonly ShardRow[],
  held: Held,
  adopting: boolean,
): Promise<CutResult> => {
  const packers = new Map<number, FramePacker>();
  for (const row of shards) {
    const start = { position: Number(row.last_position), digest: row.head_digest, encoding: currentEncoding };
    packers.set(row.shard, framePacker({ ...producer, shard: row.shard, ...start }));
  }
  const store = frameWriter(tx, held);
  let snapshot: string | undefined;
  for await (const row of newEvents(tx, [...packers.keys()], adopting)) {
    snapshot ??= row.snapshot;
    if (row.outbox_id === null) continue;
    const frame = packers.get(row.shard)?.add({
      outboxId: row.outbox_id,
      encoded: encodeEvent(encodableOf(row, producer.source)),
    });
    if (frame !== undefined) await store.add(frame);
  }
  for (const packer of packers.values()) {
    const frame = packer.flush();
    if (frame !== undefined) await store.add(frame);
  }
  const frames = await store.finish();
  if (snapshot !== undefined) await saveShards(tx, producer, packers, snapshot, adopting);
  const positions = new Map([...packers].map(([shard, packer]) => [shard, packer.head().position]));
  return { frames, positions, deposed: [] };
};

/**
 * Cuts the held shards in one transaction: the events that became visible since the last cut get consecutive positions and
 * go into frames, and the new S is that of the same statement (E3). A shard whose epoch was raised is left alone (E6). When
 * the database was restored into another cluster, its writers are held off for a moment and the events that are in no
 * frame are taken instead.
 */
export const cut = (database: Transactor, producer: Producer, held: Held): Promise<CutResult> =>
  database.transact('exchange', async (tx) => {
    const nothing: CutResult = { frames: [], positions: new Map(), deposed: [] };
    const shards = [...held.keys()];
    if (shards.length === 0) return nothing;
    const { rows: foreign } = await sql`
      select from shard s where s.shard in (${shardList(shards)})
        and ${fromElsewhere('outbox', 's', producer.systemIdentifier, 'o.shard = s.shard')} limit 1`.execute(tx);
    const adopting = foreign.length > 0;
    if (adopting) await sql`select lock_outbox()`.execute(tx);
    const { rows, deposed } = await lockShards(tx, held);
    if (rows.length === 0) return { ...nothing, deposed };
    return { ...(await packRows(tx, producer, rows, held, adopting)), deposed };
  });
