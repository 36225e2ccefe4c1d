// The relay: cuts the shards that this process leads and publishes their frames (exchange rules E3 to E6).
import type { QueryExecutorProvider } from 'kysely';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { extendAuditChain } from '#kernel/audit/chain.ts';
import type { Bus } from '#kernel/bus/port.ts';
import { numberFeeds } from '#kernel/exchange/feed.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import { cut, type Held } from './cut.ts';
import type { Producer } from './incarnation.ts';
import { type Leadership, startLeadership } from './leader.ts';
import { type LedShard, ledShards } from './led-shards.ts';
import { type News, readNews } from './news.ts';

/** What the relay needs. */
export interface RelaySettings {
  /** As `<service>_exchange`. */
  readonly database: Transactor;
  readonly connect: () => Client;
  readonly bus: Bus;
  readonly producer: Producer;
  /** Who reads the frames: their cursors are made again where they are missing. */
  readonly consumers: readonly string[];
  readonly config: ExchangeConfig;
  readonly logger: Logger;
}

/** The running relay. */
export interface Relay {
  /** There may be new events, here or in another process. */
  wake(): void;
  /** The shards that this process leads. */
  readonly led: () => ReadonlyMap<number, LedShard>;
  /** Publishes what is cut, then gives the shards back. */
  stop(): Promise<void>;
}

/** Starts the relay of a service: it takes free shards, cuts them when woken or by its timer, and publishes. */
export const startRelay = (settings: RelaySettings): Relay => {
  const { database, producer, config, logger } = settings;
  const { source, systemIdentifier } = producer;
  const shards = ledShards(settings);

  // A process whose connection died without a word still believes that it leads: the epoch tells it (E6). It may have taken the
  // shard again since it asked.
  const retire = (deposed: readonly number[], asked: Held): void => {
    const now = shards.epochs();
    for (const shard of deposed.filter((one) => now.get(one) === asked.get(one))) {
      logger.warn({ source, shard }, 'another process leads this shard now');
      shards.retire(shard);
      void leadership.drop(shard).catch(() => undefined);
    }
  };

  const cutShards = async (): Promise<void> => {
    const held = shards.epochs();
    const result = await cut(database, producer, held);
    shards.offer(result);
    retire(result.deposed, held);
  };

  const round = async (): Promise<void> => {
    const held = shards.epochs();
    const look = (tx: QueryExecutorProvider): Promise<News> => readNews(tx, held, systemIdentifier);
    const news = await database.read('exchange', look);
    retire(news.deposed, held);
    if (news.events) await cutShards();
    if (news.auditEntries) await extendAuditChain(database, producer);
    if (news.feedEntries) await numberFeeds(database, producer);
  };

  const cutting: Loop = loop(config.pollMs, round, (error) =>
    logger.warn({ err: error, source }, 'a cut failed and will be repeated'),
  );

  const leadership: Leadership = startLeadership({
    connect: settings.connect,
    source,
    retryMs: config.leaderRetryMs,
    logger,
    taken: (taken) => {
      shards.take(taken);
      cutting.wake();
    },
    lost: () => {
      for (const shard of shards.epochs().keys()) shards.retire(shard);
    },
    woken: () => cutting.wake(),
  });

  return {
    wake: () => {
      cutting.wake();
      leadership.wakeOthers();
    },
    led: shards.led,
    stop: async () => {
      await cutting.stop();
      // A shard taken from here on would begin to publish behind the back of those that end.
      await leadership.takeNoMore();
      await shards.stop();
      await leadership.stop();
    },
  };
};
