// Reading one shard of a source: what is answered to the broker for each message (exchange rules E7, E10 and E11).
import type { Logger } from 'pino';
import type { Bus, BusMessage, Disposition, Subscription } from '#kernel/bus/port.ts';
import { lastOf } from '#kernel/exchange/frames/frame.ts';
import { decodeFrame, type ReceivedFrame } from '#kernel/exchange/frames/frame-message.ts';
import { requestGap } from '#kernel/exchange/gap.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import { backoff } from '#kernel/waiting/backoff.ts';
import { type Applied, wantsMore } from './apply-frame.ts';

/** What the reader of a shard needs. */
export interface ShardReaderSettings {
  readonly consumer: string;
  readonly source: string;
  readonly shard: number;
  readonly bus: Bus;
  readonly config: ExchangeConfig;
  readonly logger: Logger;
  /** Applies a frame, however often that takes; undefined when it is told to stop before. */
  readonly apply: (frame: ReceivedFrame) => Promise<Applied | undefined>;
  readonly committed: (applied: Applied) => void;
  readonly stopping: AbortSignal;
}

/** A shard that is being read. */
export interface ShardReader {
  readonly shard: number;
  forked(): boolean;
  stop(): Promise<void>;
}

const ack: Disposition = { kind: 'ack' };
const handOn: Disposition = { kind: 'nak', delayMs: 0 };

/** Reads a message; undefined, and logged, when it is no frame of this shard. */
const frameOf = (settings: ShardReaderSettings, message: BusMessage): ReceivedFrame | undefined => {
  const { source, shard, logger } = settings;
  try {
    const frame = decodeFrame(message);
    if (frame.source !== source || frame.shard !== shard) throw new Error('A frame came by another subject.');
    return frame;
  } catch (error) {
    logger.error({ err: error, source, shard, message: message.id }, 'a message is no frame');
    return undefined;
  }
};

/** Starts reading a shard. */
export const readShard = async (settings: ShardReaderSettings): Promise<ShardReader> => {
  const { consumer, source, shard, bus, config, logger } = settings;
  let subscription: Subscription | undefined;
  let forked = false;
  let putBack: string | undefined;

  const stopForked = (reason: string): Disposition => {
    forked = true;
    logger.error({ source, shard, reason }, 'FORKED: the shard stands still until it is decided');
    // Not awaited: it waits for the handler that we are in.
    void subscription?.stop();
    return { kind: 'nak', delayMs: config.retryDelayMaxMs };
  };

  const beyond = (frame: ReceivedFrame, from: number): Disposition => {
    requestGap(bus, { consumer, source, shard, from });
    if (putBack !== frame.digest) {
      putBack = frame.digest;
      return { kind: 'nak', delayMs: backoff(0, config.gapDelayMs, config.gapDelayMs) };
    }
    // Put back once, it still lies beyond. What is missing comes behind it and could never pass it, since the broker hands
    // out one message at a time; the re-sent range brings it again.
    putBack = undefined;
    return { kind: 'term' };
  };

  const settle = (frame: ReceivedFrame, applied: Applied): Disposition => {
    const { placement } = applied;
    switch (placement.kind) {
      case 'forked':
        return stopForked(placement.reason);
      case 'gap':
        return beyond(frame, placement.from);
      case 'skip':
        return ack;
      case 'apply': {
        settings.committed(applied);
        const from = wantsMore(frame);
        if (from !== undefined) requestGap(bus, { consumer, source, shard, from });
        return ack;
      }
    }
  };

  const handle = async (message: BusMessage): Promise<Disposition> => {
    if (forked) return { kind: 'nak', delayMs: config.retryDelayMaxMs };
    if (settings.stopping.aborted) return handOn;
    const frame = frameOf(settings, message);
    // Its content is safe with the producer, whose auditor sends it again from the watermark on.
    if (frame === undefined) return { kind: 'term' };
    const applied = await settings.apply(frame);
    if (applied === undefined) return handOn;
    logger.debug({ source, shard, first: frame.first, last: lastOf(frame), ...applied.placement }, 'a frame came');
    return settle(frame, applied);
  };

  subscription = await bus.consume({ consumer, source, shard }, handle);
  const reading = subscription;
  return { shard, forked: () => forked, stop: () => reading.stop() };
};
