// Consuming the frames of a source: applied in order, repeated where that helps, parked where it does not (rules E7 to E9).
import type { Logger } from 'pino';
import type { Bus, BusMessage, Disposition, Subscription } from '#kernel/bus/port.ts';
import type { Database } from '#kernel/database/database.ts';
import { type Applied, type Applier, applyFrame, EventNotReady, wantsMore } from './apply-frame.ts';
import { backoff, pause } from './bell.ts';
import type { EventMap } from './event.ts';
import { kindOf } from './failure.ts';
import { decodeFrame, lastOf, type ReceivedFrame } from './frame.ts';
import { requestGap } from './gap.ts';
import type { ExchangeConfig } from './limits.ts';
import { type Patience, patience } from './patience.ts';
import type { Reactor } from './react.ts';
import type { Semaphore } from './semaphore.ts';
import { allShards } from './shard.ts';

/** What a consumer needs. */
export interface ConsumerSettings<DB, Events extends EventMap> {
  /** Names the watermarks: the service, or a generation of it that is being rebuilt. */
  readonly consumer: string;
  readonly source: string;
  readonly database: Database<DB>;
  readonly bus: Bus;
  readonly reactor: Reactor<DB, Events>;
  readonly config: ExchangeConfig;
  readonly logger: Logger;
  /** After each commit: events were appended, or facts arrived, or something was parked. */
  readonly committed: (applied: Applied) => void;
  /** The clock for how long transient failures last. */
  readonly now: () => number;
  /** Shared by the consumers of a process, so that frames never outnumber connections. */
  readonly places: Semaphore;
}

/** A running consumer. */
export interface Consumer {
  /** Shards that stand still as FORKED here (E11). */
  forked(): readonly number[];
  /** Waits for the frames in hand. */
  stop(): Promise<void>;
}

interface ShardState {
  readonly shard: number;
  subscription: Subscription | undefined;
  forked: boolean;
  /** The beyond-lying frame that was put back already. */
  putBack: string | undefined;
}

const ack: Disposition = { kind: 'ack' };

/** Tries a frame whole, then event by event; gives what became of it, or throws for a repetition. */
const tryFrame = async <DB, Events extends EventMap>(
  applier: Applier<DB, Events>,
  frame: ReceivedFrame,
): Promise<Applied> => {
  try {
    return await applyFrame(applier, frame, false);
  } catch (error) {
    // A repetition may mend these, and they tell nothing about any event (E9).
    if (kindOf(error) === 'infrastructure') throw error;
    return await applyFrame(applier, frame, true);
  }
};

/** Starts a consumer of all shards of a source. */
export const startConsumer = async <DB, Events extends EventMap>(
  settings: ConsumerSettings<DB, Events>,
): Promise<Consumer> => {
  const { consumer, source, bus, config, logger, places } = settings;
  const stopping = new AbortController();
  const tries: Patience = patience(config.transientTriesMax, config.transientMs, settings.now);
  const applier: Applier<DB, Events> = {
    consumer,
    database: settings.database,
    reactor: settings.reactor,
    outlasted: (event) => tries.outlasted(event.id),
  };

  const untilApplied = async (frame: ReceivedFrame): Promise<Applied | undefined> => {
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        const applied = await places.within(() => tryFrame(applier, frame));
        for (const event of frame.events) tries.forget(event.id);
        return applied;
      } catch (error) {
        if (error instanceof EventNotReady) tries.failed(error.eventId);
        if (attempt % 10 === 1) logger.warn({ err: error, source, shard: frame.shard, attempt }, 'a frame is repeated');
        await pause(backoff(attempt, config.retryDelayMs, config.retryDelayMaxMs), stopping.signal);
      }
    }
    return undefined;
  };

  const stopForked = (state: ShardState, reason: string): Disposition => {
    state.forked = true;
    logger.error({ source, shard: state.shard, reason }, 'FORKED: the shard stands still until it is decided');
    // Not awaited: it waits for the handler that we are in.
    void state.subscription?.stop();
    return { kind: 'nak', delayMs: config.retryDelayMaxMs };
  };

  const beyond = (state: ShardState, frame: ReceivedFrame, from: number): Disposition => {
    requestGap(bus, { consumer, source, shard: state.shard, from });
    if (state.putBack !== frame.digest) {
      state.putBack = frame.digest;
      return { kind: 'nak', delayMs: backoff(0, config.gapDelayMs, config.gapDelayMs) };
    }
    // Put back once, it still lies beyond. What is missing comes behind it and could never pass it, since the broker hands
    // out one message at a time; the re-sent range brings it again.
    state.putBack = undefined;
    return { kind: 'term' };
  };

  const settle = (state: ShardState, frame: ReceivedFrame, applied: Applied): Disposition => {
    const { placement } = applied;
    switch (placement.kind) {
      case 'forked':
        return stopForked(state, placement.reason);
      case 'gap':
        return beyond(state, frame, placement.from);
      case 'skip':
        return ack;
      case 'apply': {
        settings.committed(applied);
        const from = wantsMore(frame);
        if (from !== undefined) requestGap(bus, { consumer, source, shard: state.shard, from });
        return ack;
      }
    }
  };

  const handle = async (state: ShardState, message: BusMessage): Promise<Disposition> => {
    if (state.forked || stopping.signal.aborted) return { kind: 'nak', delayMs: config.retryDelayMaxMs };
    let frame: ReceivedFrame;
    try {
      frame = decodeFrame(message);
      if (frame.source !== source || frame.shard !== state.shard) throw new Error('A frame came by another subject.');
    } catch (error) {
      // Its content is safe with the producer, whose auditor sends it again from the watermark on.
      logger.error({ err: error, source, shard: state.shard, message: message.id }, 'a message is no frame');
      return { kind: 'term' };
    }
    const applied = await untilApplied(frame);
    if (applied === undefined) return { kind: 'nak', delayMs: 0 };
    logger.debug(
      { source, shard: state.shard, first: frame.first, last: lastOf(frame), ...applied.placement },
      'frame',
    );
    return settle(state, frame, applied);
  };

  const states = allShards.map(
    (shard): ShardState => ({ shard, subscription: undefined, forked: false, putBack: undefined }),
  );
  for (const state of states) {
    const durable = { consumer, source, shard: state.shard };
    state.subscription = await bus.consume(durable, (message) => handle(state, message));
  }
  return {
    forked: () => states.filter(({ forked }) => forked).map(({ shard }) => shard),
    stop: async () => {
      stopping.abort();
      await Promise.all(
        states.flatMap(({ subscription }) => (subscription === undefined ? [] : [subscription.stop()])),
      );
    },
  };
};
