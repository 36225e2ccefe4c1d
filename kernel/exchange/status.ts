// What can be said of a service's exchange at one moment: the base of readiness, of operations and of `settled`.
import { type QueryExecutorProvider, sql } from 'kysely';
import { newSince } from '#kernel/exchange/producing/news.ts';
import type { Transactor } from './transactor.ts';

/** One shard that the service produces. */
export interface ShardStatus {
  readonly shard: number;
  readonly position: number;
  readonly forked: string | null;
}

/** How far the service is with a shard of a source. */
export interface WatermarkStatus {
  readonly source: string;
  readonly incarnation: string;
  readonly shard: number;
  readonly position: number;
  readonly forked: string | null;
}

/** The exchange of one service. */
export interface ExchangeStatus {
  readonly service: string;
  /** The sources that it consumes. */
  readonly consumes: readonly string[];
  /** Null before its first start. */
  readonly incarnation: string | null;
  readonly shards: readonly ShardStatus[];
  /** Events that are in no frame yet. */
  readonly unframed: number;
  readonly watermarks: readonly WatermarkStatus[];
  readonly parked: { readonly parked: number; readonly waitingFor: number; readonly waitingBehind: number };
  /** Hand-over sets that were announced and are not switched yet (E14). */
  readonly openPulls: number;
  /** Work under way that no event shows, such as calls to partners; absent where a service has none of the kind. */
  readonly openWork?: number;
  /** Audit entries without a link of the chain, and feed entries without a number. */
  readonly unchained: number;
  readonly unnumbered: number;
  /** What grows with everything that happens. */
  readonly totals: {
    readonly events: number;
    readonly applied: number;
    readonly audited: number;
    readonly fed: number;
  };
}

/** Counts the work of a service that is under way and that no event shows. Run as `<service>_exchange`. */
export type CountOpenWork = (tx: QueryExecutorProvider) => Promise<number>;

interface CountRow {
  readonly incarnation: string | null;
  readonly unframed: string;
  readonly parked: string;
  readonly waiting_for: string;
  readonly waiting_behind: string;
  readonly open_pulls: string;
  readonly unchained: string;
  readonly unnumbered: string;
  readonly audited: string;
  readonly fed: string;
}

const readCounts = async (tx: QueryExecutorProvider): Promise<CountRow> => {
  const { rows } = await sql<CountRow>`
    select (select id from incarnation order by number desc limit 1) as incarnation,
      (select count(*) from shard s cross join lateral (
        select from outbox o where o.shard = s.shard and ${newSince('o', 's')} offset 0) o) as unframed,
      (select count(*) from parked_event where state = 'parked') as parked,
      (select count(*) from parked_event where state = 'waiting_for') as waiting_for,
      (select count(*) from parked_event where state = 'waiting_behind') as waiting_behind,
      (select count(*) from handover_pull where switched_at is null) as open_pulls,
      (select count(*) from audit_head h cross join lateral (
        select from audit_entry e where ${newSince('e', 'h')} offset 0) e) as unchained,
      (select count(*) from feed_head h cross join lateral (
        select from feed_entry e where ${newSince('e', 'h')} offset 0) e) as unnumbered,
      (select sequence from audit_head) as audited,
      (select numbered from feed_head) as fed`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw new Error('The exchange gave no counts.');
  return row;
};

const readShards = async (tx: QueryExecutorProvider): Promise<ShardStatus[]> => {
  const { rows } = await sql<{ shard: number; last_position: string; forked_reason: string | null }>`
    select shard, last_position, forked_reason from shard order by shard`.execute(tx);
  return rows.map((row) => ({ shard: row.shard, position: Number(row.last_position), forked: row.forked_reason }));
};

const readMarks = async (tx: QueryExecutorProvider, consumer: string): Promise<WatermarkStatus[]> => {
  const { rows } = await sql<{
    source: string;
    incarnation: string;
    shard: number;
    position: string;
    forked_reason: string | null;
  }>`
    select source, incarnation, shard, position, forked_reason from watermark
    where consumer = ${consumer} order by source, incarnation, shard`.execute(tx);
  return rows.map(({ source, incarnation, shard, position, forked_reason: forked }) => ({
    source,
    incarnation,
    shard,
    position: Number(position),
    forked,
  }));
};

/** Reads the status of a service in one snapshot. Run it as `<service>_exchange`. */
export const exchangeStatus = (
  database: Transactor,
  {
    service,
    consumes,
    openWork,
  }: { readonly service: string; readonly consumes: readonly string[]; readonly openWork?: CountOpenWork | undefined },
): Promise<ExchangeStatus> =>
  database.transact(
    'exchange',
    async (tx) => {
      const shards = await readShards(tx);
      const watermarks = await readMarks(tx, service);
      const counts = await readCounts(tx);
      const sum = (all: readonly { readonly position: number }[]): number =>
        all.reduce((total, { position }) => total + position, 0);
      return {
        service,
        consumes,
        incarnation: counts.incarnation,
        shards,
        unframed: Number(counts.unframed),
        watermarks,
        parked: {
          parked: Number(counts.parked),
          waitingFor: Number(counts.waiting_for),
          waitingBehind: Number(counts.waiting_behind),
        },
        openPulls: Number(counts.open_pulls),
        ...(openWork === undefined ? {} : { openWork: await openWork(tx) }),
        unchained: Number(counts.unchained),
        unnumbered: Number(counts.unnumbered),
        totals: {
          events: sum(shards),
          applied: sum(watermarks),
          audited: Number(counts.audited),
          fed: Number(counts.fed),
        },
      };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
