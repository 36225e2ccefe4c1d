// Publishing the frames of one shard, in order, from the database: nothing is buffered beyond what a cut keeps.
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import { type Frame, lastOf } from '#kernel/exchange/frames/frame.ts';
import { encodeFrame } from '#kernel/exchange/frames/frame-message.ts';
import { readFrame } from '#kernel/exchange/frames/frame-store.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import { allShards } from '#kernel/exchange/shard.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { backoff } from '#kernel/waiting/backoff.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import type { Producer } from './incarnation.ts';

/** Publishes one shard as long as its process leads it. */
export interface Publisher {
  /** New frames were cut: positions up to `position` are to be published; `frames` are those whose bytes are at hand. */
  offer(position: number, frames: readonly Frame[]): void;
  /** The last position that the broker has confirmed. */
  published(): number;
  /** The last position that was cut. */
  position(): number;
  stop(): Promise<void>;
}

/** What a publisher needs. */
export interface PublisherSettings {
  readonly database: Transactor;
  readonly bus: Bus;
  readonly producer: Producer;
  readonly consumers: readonly string[];
  readonly shard: number;
  readonly config: ExchangeConfig;
  readonly logger: Logger;
  readonly from: { readonly position: number; readonly published: number };
}

/** How long an idle publisher sleeps when nobody wakes it. */
const idleMs = 60_000;

/** Starts publishing behind the last confirmed position. A lost broker is tried again for ever; the frames stay where they are. */
export const startPublisher = (settings: PublisherSettings): Publisher => {
  const { database, bus, producer, consumers, shard, config, logger } = settings;
  let { position, published } = settings.from;
  let atHand: Frame[] = [];
  let tries = 0;
  const stopping = new AbortController();

  const next = async (): Promise<Frame> => {
    const first = published + 1;
    while ((atHand[0]?.first ?? first) < first) atHand.shift();
    const kept = atHand[0]?.first === first ? atHand.shift() : undefined;
    const frame =
      kept ?? (await database.transact('exchange', (tx) => readFrame(tx, producer, shard, first), { readOnly: true }));
    if (frame === undefined) throw new Error(`No frame of shard ${shard} begins at position ${first}.`);
    return frame;
  };

  const round = async (): Promise<number> => {
    while (!stopping.signal.aborted && published < position) {
      const frame = await next();
      await bus.publish(producer.source, shard, encodeFrame(frame));
      published = lastOf(frame);
      tries = 0;
    }
    return idleMs;
  };

  const publishing: Loop = loop(
    0,
    async () => {
      try {
        return await round();
      } catch (error) {
        tries += 1;
        // The first failure and each tenth: a broker that is away must not fill the log.
        if (tries % 10 === 1)
          logger.warn({ err: error, source: producer.source, shard, published, tries }, 'a frame was not published');
        // The broker may have been wiped: what is missing is made again (E10). Where it is away this fails as well.
        await bus.provision(producer.source, consumers, allShards).catch(() => undefined);
        return backoff(tries, config.retryDelayMs, config.retryDelayMaxMs);
      }
    },
    (error) => logger.error({ err: error, shard }, 'the publisher failed'),
  );

  return {
    offer: (upTo, frames) => {
      position = Math.max(position, upTo);
      // When the broker is away the frames wait in the database, not here.
      if (atHand.length === 0) atHand = [...frames];
      publishing.wake();
    },
    published: () => published,
    position: () => position,
    stop: async () => {
      stopping.abort();
      atHand = [];
      await publishing.stop();
    },
  };
};
