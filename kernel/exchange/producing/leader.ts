// Leadership of shards: session locks on one direct connection, and an epoch that fences who was deposed (exchange rule E6).
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { allShards } from '#kernel/exchange/shard.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';

/** What the leader of a shard begins with. */
export interface Taken {
  readonly shard: number;
  readonly epoch: number;
  readonly position: number;
  /** As far as an earlier leader is known to have published. */
  readonly published: number;
}

/** What leadership needs. */
export interface LeadershipSettings {
  /** Makes an unconnected connection outside any pool, as `<service>_exchange`. */
  readonly connect: () => Client;
  readonly source: string;
  readonly retryMs: number;
  readonly logger: Logger;
  /** Shards were taken. Called before they count as held. */
  readonly taken: (shards: readonly Taken[]) => void;
  /** The connection, and with it every shard, was lost. */
  readonly lost: () => void;
  /** Another process has news for the leader. */
  readonly woken: () => void;
}

/** The shards of a process. */
export interface Leadership {
  /** Tells the other processes that there may be news; many calls make one notification. */
  wakeOthers(): void;
  /** Gives up one shard that another leader has. */
  drop(shard: number): Promise<void>;
  /** Takes no shard any more; those that are held stay so until `stop`. */
  takeNoMore(): Promise<void>;
  /** Gives back the shards that are held. */
  stop(): Promise<void>;
}

/** Server-side keepalives find a dead holder in at most 4 + 2 × 3 = 10 s (E6). */
const keepalives = 'set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';
/** Notifications of one process come at most this often: each takes a lock that all commits of the cluster share. */
const notifyEveryMs = 20;

const channelOf = (source: string): string => `jixiao_exchange_${source}`;

interface TakenRow {
  readonly shard: number;
  readonly epoch: string;
  readonly last_position: string;
  readonly published_through: string;
}

const takeFree = async (client: Client, source: string, wanted: readonly number[]): Promise<Taken[]> => {
  const locks = await client.query<{ shard: number; taken: boolean }>(
    'select shard, pg_try_advisory_lock(hashtext($1), shard) as taken from unnest($2::int[]) as shard',
    [`jixiao.shard.${source}`, wanted],
  );
  const free = locks.rows.filter((row) => row.taken).map((row) => row.shard);
  if (free.length === 0) return [];
  // Whoever led these shards before can't insert a frame any more.
  const { rows } = await client.query<TakenRow>(
    `with locked as (select shard from shard where shard = any($1) order by shard for update)
     update shard s set epoch = s.epoch + 1 from locked where s.shard = locked.shard
     returning s.shard, s.epoch, s.last_position, s.published_through`,
    [free],
  );
  return rows.map((row) => ({
    shard: row.shard,
    epoch: Number(row.epoch),
    position: Number(row.last_position),
    published: Number(row.published_through),
  }));
};

/** Nothing is taken; it fails when the connection is dead. */
const aliveOf = async (client: Client): Promise<Taken[]> => {
  await client.query('select');
  return [];
};

const endInOrder = async (client: Client, logger: Logger): Promise<void> => {
  try {
    await client.end();
  } catch (error) {
    logger.debug({ err: error }, 'a lost connection did not end in order');
  }
};

/** Opens the connection that holds the locks and listens. `gone` is told once, with the error where there is one. */
const openHolder = async (
  { connect, source, logger, woken }: LeadershipSettings,
  gone: (client: Client, error?: Error) => void,
): Promise<Client> => {
  const client = connect();
  client.on('error', (error: Error) => gone(client, error));
  client.on('end', () => gone(client));
  client.on('notification', woken);
  try {
    await client.connect();
    await client.query(keepalives);
    await client.query(`listen "${channelOf(source)}"`);
    return client;
  } catch (error) {
    await endInOrder(client, logger);
    throw error;
  }
};

/** Takes every free shard, and goes on trying for those that others hold. */
export const startLeadership = (settings: LeadershipSettings): Leadership => {
  const { source, logger } = settings;
  const held = new Set<number>();
  let client: Client | undefined;
  let notifying: NodeJS.Timeout | undefined;

  const forget = (lost: Client, error?: Error): void => {
    if (client !== lost) return;
    client = undefined;
    held.clear();
    if (error !== undefined) logger.warn({ err: error, source }, 'the connection that holds the shards was lost');
    settings.lost();
  };

  const round = async (): Promise<void> => {
    const connection = client ?? (await openHolder(settings, forget));
    client = connection;
    const wanted = allShards.filter((shard) => !held.has(shard));
    // With nothing to take it is asked for a sign of life: a connection that died without a word would hold its shards for ever.
    const taken = wanted.length === 0 ? await aliveOf(connection) : await takeFree(connection, source, wanted);
    // The connection may have been lost in between.
    if (client !== connection || taken.length === 0) return;
    for (const { shard } of taken) held.add(shard);
    logger.info({ source, shards: taken.map(({ shard }) => shard) }, 'took shards');
    settings.taken(taken);
  };

  const trying: Loop = loop(settings.retryMs, round, (error) => {
    logger.warn({ err: error, source }, 'no shards could be taken');
    const broken = client;
    if (broken === undefined) return;
    // Locks that it took and did not report go with it.
    forget(broken);
    void endInOrder(broken, logger);
  });

  const notify = (): void => {
    notifying = undefined;
    // A hint only: the poll timer stands behind it.
    void client?.query(`notify "${channelOf(source)}"`).catch(() => undefined);
  };

  return {
    wakeOthers: () => {
      if (held.size < allShards.length) notifying ??= setTimeout(notify, notifyEveryMs);
    },
    drop: async (shard) => {
      held.delete(shard);
      await client?.query('select pg_advisory_unlock(hashtext($1), $2)', [`jixiao.shard.${source}`, shard]);
    },
    takeNoMore: () => trying.stop(),
    stop: async () => {
      clearTimeout(notifying);
      await trying.stop();
      const connection = client;
      client = undefined;
      held.clear();
      if (connection !== undefined) await endInOrder(connection, logger);
    },
  };
};
