// Consuming the frames of a source: applied in order, repeated where that helps, parked where it does not (rules E7 to E9).
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import type { Database } from '#kernel/database/database.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import { kindOf } from '#kernel/exchange/failure.ts';
import type { ReceivedFrame } from '#kernel/exchange/frames/frame-message.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import { allShards } from '#kernel/exchange/shard.ts';
import { startInOrder, type Undo } from '#kernel/process/started.ts';
import { backoff } from '#kernel/waiting/backoff.ts';
import { pause } from '#kernel/waiting/pause.ts';
import type { Semaphore } from '#kernel/waiting/semaphore.ts';
import { type Applied, type Applier, applyFrame, EventNotReady } from './apply-frame.ts';
import { type Patience, patience } from './patience.ts';
import type { Reactor } from './react.ts';
import { readShard, type ShardReader } from './shard-reader.ts';

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

/** Starts a consumer of all shards of a source; where one can't be read, none is. */
export const startConsumer = async <DB, Events extends EventMap>(
  settings: ConsumerSettings<DB, Events>,
): Promise<Consumer> => {
  const { consumer, source, config, logger, places } = settings;
  const stopping = new AbortController();
  const tries: Patience = patience(config.transientTriesMax, config.transientMs, settings.now);
  const applier: Applier<DB, Events> = {
    consumer,
    database: settings.database,
    reactor: settings.reactor,
    outlasted: (event) => tries.outlasted(event.id),
  };

  const apply = async (frame: ReceivedFrame): Promise<Applied | undefined> => {
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

  const readers: ShardReader[] = [];
  const readAll = async (undo: Undo): Promise<void> => {
    undo(() => Promise.all(readers.map((reader) => reader.stop())));
    undo(() => stopping.abort());
    for (const shard of allShards)
      readers.push(await readShard({ ...settings, shard, apply, stopping: stopping.signal }));
  };
  const { stop } = await startInOrder(readAll, (error) =>
    logger.warn({ err: error, source }, 'a consumer that could not start did not end in order'),
  );
  return { forked: () => readers.filter((reader) => reader.forked()).map(({ shard }) => shard), stop };
};
