// Sending frames again to a consumer that misses them: one range a consumer and shard at a time (exchange rule E10).
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import { type Frame, lastOf } from '#kernel/exchange/frames/frame.ts';
import { encodeFrame } from '#kernel/exchange/frames/frame-message.ts';
import { readFrame } from '#kernel/exchange/frames/frame-store.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import type { Producer } from '#kernel/exchange/producing/incarnation.ts';
import type { LedShard } from '#kernel/exchange/producing/led-shards.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import { type AuditMemory, decideResend, type Sight } from './resend-decision.ts';

/** What sending again needs. */
export interface ResenderSettings {
  readonly database: Transactor;
  readonly bus: Bus;
  readonly producer: Producer;
  /** The shards that this process leads. */
  readonly led: () => ReadonlyMap<number, LedShard>;
  readonly config: ExchangeConfig;
  readonly logger: Logger;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** Makes the number of each re-send unlike that of any other. */
  readonly resendNumber: () => string;
}

/** What is seen of a consumer, apart from what the resender knows itself. */
export type Seen = Pick<Sight, 'position' | 'pending' | 'gap'>;

/** Sends again what the decision says. */
export interface Resender {
  /** Decides by what is seen now; while a range is being sent, what is asked is left aside and comes again. */
  consider(consumer: string, shard: number, seen: Seen): void;
  /** Whether the consumer was at this position when it was last considered. */
  stoodAt(consumer: string, shard: number, position: number): boolean;
  /** The consumer is at the head. */
  forget(consumer: string, shard: number): void;
  /** Waits for what is being sent. */
  stop(): Promise<void>;
}

/** Starts with no memory. */
export const startResender = (settings: ResenderSettings): Resender => {
  const { database, bus, producer, config, logger } = settings;
  const memories = new Map<string, AuditMemory>();
  const sending = new Map<string, Promise<void>>();
  const nameOf = (consumer: string, shard: number): string => `${consumer}/${shard}`;

  const send = async (shard: number, from: number, to: number): Promise<void> => {
    const frameAt = async (first: number): Promise<Frame> => {
      const frame = await database.transact('exchange', (tx) => readFrame(tx, producer, shard, first));
      if (frame === undefined) throw new Error(`No frame of shard ${shard} begins at position ${first}.`);
      return frame;
    };
    for (let frame: Frame | undefined = await frameAt(from); frame !== undefined; ) {
      // Frames are never cut anew (E5): one that reaches beyond the range is left for the next one.
      const next: Frame | undefined = lastOf(frame) < to ? await frameAt(lastOf(frame) + 1) : undefined;
      const follows: boolean = next !== undefined && lastOf(next) <= to;
      const below = follows ? {} : { below: settings.led().get(shard)?.position ?? to };
      await bus.publish(producer.source, shard, encodeFrame(frame, { number: settings.resendNumber(), ...below }));
      frame = follows ? next : undefined;
    }
  };

  return {
    consider: (consumer, shard, seen) => {
      const name = nameOf(consumer, shard);
      const head = settings.led().get(shard)?.position;
      if (head === undefined || sending.has(name)) return;
      const { memory, range } = decideResend(memories.get(name), { ...seen, now: settings.now(), head }, config);
      memories.set(name, memory);
      if (range === undefined) return;
      logger.info({ consumer, source: producer.source, shard, ...range }, 'sends a range again');
      const work = send(shard, range.from, range.to)
        .catch((error: unknown) => logger.warn({ err: error, consumer, shard }, 'a range was not sent again'))
        .finally(() => sending.delete(name));
      sending.set(name, work);
    },
    stoodAt: (consumer, shard, position) => memories.get(nameOf(consumer, shard))?.position === position,
    forget: (consumer, shard) => void memories.delete(nameOf(consumer, shard)),
    stop: async () => {
      await Promise.all(sending.values());
    },
  };
};
