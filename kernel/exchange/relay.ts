// The relay: cuts the shards that this process leads and publishes their frames (exchange rules E3 to E6).
import { sql } from 'kysely';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { extendAuditChain } from '#kernel/audit/chain.ts';
import type { Bus } from '#kernel/bus/port.ts';
import { type Loop, loop } from './bell.ts';
import { type CutResult, cut } from './cut.ts';
import { numberFeeds } from './feed.ts';
import type { Producer } from './incarnation.ts';
import { type Leadership, startLeadership, type Taken } from './leader.ts';
import type { ExchangeConfig } from './limits.ts';
import { readNews } from './news.ts';
import { type Publisher, startPublisher } from './publisher.ts';
import type { Transactor } from './transactor.ts';

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
  /** The shards that this process leads, with their last positions. */
  led(): ReadonlyMap<number, number>;
  /** Publishes what is cut, then gives the shards back. */
  stop(): Promise<void>;
}

interface Led {
  readonly epoch: number;
  readonly publisher: Publisher;
}

/** Remembers how far each shard is published, for the next leader. It is written now and then, not per frame. */
const savePublished = (database: Transactor, led: ReadonlyMap<number, Led>): Promise<unknown> =>
  database.transact('exchange', (tx) => {
    const marks = [...led].map(([shard, { epoch, publisher }]) => ({ shard, epoch, published: publisher.published() }));
    return sql`
      update shard s set published_through = m.published
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m (shard int, epoch bigint, published bigint)
      where s.shard = m.shard and s.epoch = m.epoch and s.published_through < m.published`.execute(tx);
  });

const saveEveryMs = 1_000;

/** Starts the relay of a service: it takes free shards, cuts them when woken or by its timer, and publishes. */
export const startRelay = (settings: RelaySettings): Relay => {
  const { database, bus, producer, consumers, config, logger } = settings;
  const led = new Map<number, Led>();
  const retired = new Set<Promise<void>>();

  const retire = (shard: number): void => {
    const gone = led.get(shard);
    if (gone === undefined) return;
    led.delete(shard);
    const stopping = gone.publisher.stop().finally(() => retired.delete(stopping));
    retired.add(stopping);
  };

  const take = (shards: readonly Taken[]): void => {
    for (const { shard, epoch, position, published } of shards) {
      retire(shard);
      const from = { position, published };
      const publisher = startPublisher({ database, bus, producer, consumers, shard, config, logger, from });
      led.set(shard, { epoch, publisher });
    }
    cutting.wake();
  };

  const hand = (result: CutResult): void => {
    for (const [shard, position] of result.positions) {
      const frames = result.frames.filter((frame) => frame.shard === shard);
      led.get(shard)?.publisher.offer(position, frames);
    }
    for (const shard of result.deposed) {
      logger.warn({ source: producer.source, shard }, 'another process leads this shard now');
      retire(shard);
      void leadership.drop(shard).catch(() => undefined);
    }
  };

  const round = async (): Promise<void> => {
    const held = new Map([...led].map(([shard, { epoch }]) => [shard, epoch]));
    const news = await database.transact(
      'exchange',
      (tx) => readNews(tx, [...held.keys()], producer.systemIdentifier),
      { readOnly: true },
    );
    if (news.events) hand(await cut(database, producer, held));
    if (news.auditEntries) await extendAuditChain(database, producer);
    if (news.feedEntries) await numberFeeds(database, producer);
  };

  const cutting: Loop = loop(config.pollMs, round, (error) =>
    logger.warn({ err: error, source: producer.source }, 'a cut failed and will be repeated'),
  );

  let saved = '';
  const saving: Loop = loop(
    saveEveryMs,
    async () => {
      const now = JSON.stringify([...led].map(([shard, { publisher }]) => [shard, publisher.published()]));
      if (now === saved) return;
      await savePublished(database, led);
      saved = now;
    },
    (error) => logger.debug({ err: error }, 'the published positions were not saved'),
  );

  const leadership: Leadership = startLeadership({
    connect: settings.connect,
    source: producer.source,
    retryMs: config.leaderRetryMs,
    logger,
    taken: take,
    lost: () => {
      for (const shard of led.keys()) retire(shard);
    },
    woken: () => cutting.wake(),
  });

  return {
    wake: () => {
      cutting.wake();
      leadership.wakeOthers();
    },
    led: () => new Map([...led].map(([shard, { publisher }]) => [shard, publisher.position()])),
    stop: async () => {
      await cutting.stop();
      await saving.stop();
      const last = new Map(led);
      await Promise.all([...led.values()].map(({ publisher }) => publisher.stop()));
      await Promise.all(retired);
      await savePublished(database, last).catch((error: unknown) =>
        logger.debug({ err: error }, 'the published positions were not saved'),
      );
      led.clear();
      await leadership.stop();
    },
  };
};
