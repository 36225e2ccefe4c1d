// What goes on by itself beside the consumers: redriving what became ready, and pulling announced sets.
import { type Loop, loop } from './bell.ts';
import type { EventMap } from './event.ts';
import { openPulls, pullSet } from './handover/pull.ts';
import type { Reactor } from './react.ts';
import { readyKeys, redrive } from './redrive.ts';
import type { ExchangeSettings } from './settings.ts';

/** Goes through the keys whose time has come: what they wait for has arrived, or what they wait behind was set aside. */
export const startRedriver = <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  reactor: Reactor<DB, Events>,
  applied: () => void,
): Loop => {
  const { service: consumer, database, exchangeDatabase, config, logger } = settings;
  const round = async (): Promise<void> => {
    const keys = await exchangeDatabase.read('exchange', (tx) => readyKeys(tx, consumer, config.redriveTriesMax));
    for (const key of keys) {
      const redriven = await redrive({ consumer, database, reactor, logger }, key, `service:${consumer}`);
      if (redriven.applied > 0) applied();
    }
  };
  return loop(config.redriveMs, round, (error) =>
    logger.warn({ err: error, service: consumer }, 'redriving failed and will be repeated'),
  );
};

/** Pulls announced sets one after another; one that fails is tried again in the next round, and the others go on. */
export const startPuller = <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  reactor: Reactor<DB, Events>,
  switched: () => void,
): Loop | undefined => {
  const { database, handover, exchangeDatabase, config, logger } = settings;
  if (handover === undefined) return undefined;
  const switches = new Map(Object.entries(handover.switches));
  const puller = { database, reactor, fetchPage: handover.fetchPage, switchOf: (kind: string) => switches.get(kind) };
  const round = async (): Promise<void> => {
    for (const id of await exchangeDatabase.read('exchange', openPulls)) {
      try {
        if (await pullSet(puller, id)) switched();
      } catch (error) {
        logger.warn({ err: error, set: id }, 'a set was not pulled and will be tried again');
      }
    }
  };
  return loop(config.pullMs, round, (error) => logger.warn({ err: error }, 'announced sets could not be listed'));
};
