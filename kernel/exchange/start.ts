// The exchange of one service, started whole: relay, auditor, consumers, redriver. The one entry for programs.
import { randomUUID } from 'node:crypto';
import { startAuditor } from '#kernel/exchange/auditing/auditor.ts';
import { answerWatermarks, askWatermarksOver } from '#kernel/exchange/auditing/watermark-query.ts';
import type { Applied } from '#kernel/exchange/consuming/apply-frame.ts';
import { type Consumer, startConsumer } from '#kernel/exchange/consuming/consumer.ts';
import type { ParkedKey } from '#kernel/exchange/consuming/parked.ts';
import type { Reactor } from '#kernel/exchange/consuming/react.ts';
import { type Redriven, redrive } from '#kernel/exchange/consuming/redrive.ts';
import { startRedriver } from '#kernel/exchange/consuming/redriver.ts';
import { startPuller } from '#kernel/exchange/handover/puller.ts';
import { openProducer } from '#kernel/exchange/producing/incarnation.ts';
import { type Relay, startRelay } from '#kernel/exchange/producing/relay.ts';
import { startInOrder, type Undo } from '#kernel/process/started.ts';
import { semaphore } from '#kernel/waiting/semaphore.ts';
import type { EventMap } from './event.ts';
import { type ExchangeSettings, reactorOf } from './settings.ts';
import { allShards } from './shard.ts';
import { type ExchangeStatus, exchangeStatus } from './status.ts';

/** A running exchange. */
export interface Exchange {
  /** Call it after a commit that appended events, recorded facts or audit entries: a hint, no harm when it is left out. */
  wake(): void;
  status(): Promise<ExchangeStatus>;
  /** Redrives a parked key now, for an operator; undefined where no event of the key waits. */
  redrive(key: ParkedKey, actor: string): Promise<Redriven | undefined>;
  /** Finishes the frames in hand, publishes what is being published, and gives the shards back. */
  stop(): Promise<void>;
}

const startConsumers = async <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  reactor: Reactor<DB, Events>,
  committed: (applied: Applied) => void,
  undo: Undo,
): Promise<void> => {
  const { service: consumer, database, bus, config, logger } = settings;
  const places = semaphore(config.concurrentFramesMax);
  const now = (): number => performance.now();
  const common = { consumer, database, bus, reactor, config, logger, committed, now, places };
  const consumers: Consumer[] = [];
  // Together, since each has frames in hand.
  undo(() => Promise.all(consumers.map((one) => one.stop())));
  for (const source of settings.consumes) consumers.push(await startConsumer({ ...common, source }));
};

const startRelayAndAuditor = async <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  undo: Undo,
): Promise<Relay> => {
  const { service, exchangeDatabase: database, bus, config, logger, consumers } = settings;
  const producer = await openProducer(database, service);
  const relay = startRelay({
    database,
    connect: () => database.direct(),
    bus,
    producer,
    consumers,
    config,
    logger,
  });
  undo(() => relay.stop());
  let resends = 0;
  const process = randomUUID().slice(0, 8);
  const auditor = startAuditor({
    database,
    bus,
    producer,
    consumers,
    led: relay.led,
    askWatermarks: settings.askWatermarks ?? askWatermarksOver(bus, service, config.askTimeoutMs),
    config,
    logger,
    now: () => performance.now(),
    resendNumber: () => {
      resends += 1;
      return `${process}.${resends}`;
    },
  });
  undo(() => auditor.stop());
  return relay;
};

/** Each part tells how it ends: consumers first, then what goes on beside them, and the relay last. */
const startParts = async <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  undo: Undo,
): Promise<Omit<Exchange, 'stop'>> => {
  const { service, consumes, consumers, database, exchangeDatabase, bus, logger } = settings;
  const reactor = reactorOf(settings);
  const relay = await startRelayAndAuditor(settings, undo);
  await bus.provision(service, consumers, allShards).catch((error: unknown) =>
    // The publisher and the auditor provision again when they meet what is missing.
    logger.warn({ err: error, service }, 'the bus could not be provisioned yet'),
  );
  const answering = answerWatermarks(bus, service, exchangeDatabase);
  undo(() => answering.stop());
  const redriver = startRedriver(settings, reactor, () => relay.wake());
  undo(() => redriver.stop());
  const wake = (): void => {
    relay.wake();
    redriver.wake();
  };
  const puller = startPuller(settings, reactor, wake);
  undo(() => puller?.stop());
  const committed = ({ appended, arrived }: Applied): void => {
    if (appended > 0) relay.wake();
    if (arrived > 0) redriver.wake();
    puller?.wake();
  };
  await startConsumers(settings, reactor, committed, undo);
  const parts = { consumer: service, database, reactor, triesMax: settings.config.redriveTriesMax, logger };
  return {
    wake,
    status: () => exchangeStatus(exchangeDatabase, { service, consumes, openWork: settings.openWork }),
    redrive: async (key, actor) => {
      const redriven = await redrive(parts, key, actor);
      wake();
      return redriven;
    },
  };
};

/**
 * Starts the exchange of a service. It refuses a database of another number of shards (E2); a broker that can't be reached
 * delays it only. One that can't start leaves nothing running. Whoever starts it stops it before the databases and the bus are
 * closed.
 */
export const startExchange = async <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
): Promise<Exchange> => {
  const { service, logger } = settings;
  const { parts, stop } = await startInOrder(
    (undo) => startParts(settings, undo),
    (error) => logger.warn({ err: error, service }, 'an exchange that could not start did not end in order'),
  );
  return { ...parts, stop };
};
