// What goes on by itself beside the consumers: redriving what became ready.

import type { EventMap } from '#kernel/exchange/event.ts';
import type { ExchangeSettings } from '#kernel/exchange/settings.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import type { Reactor } from './react.ts';
import { readyKeys, redrive } from './redrive.ts';

/** Goes through the keys whose time has come: what they wait for has arrived, or what they wait behind was set aside. */
export const startRedriver = <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  reactor: Reactor<DB, Events>,
  applied: () => void,
): Loop => {
  const { service: consumer, database, exchangeDatabase, config, logger } = settings;
  const redriver = { consumer, database, reactor, triesMax: config.redriveTriesMax, logger };
  const round = async (): Promise<void> => {
    const keys = await exchangeDatabase.read('exchange', (tx) => readyKeys(tx, consumer, config.redriveMs));
    for (const key of keys) {
      const redriven = await redrive(redriver, key, `service:${consumer}`);
      if ((redriven?.applied ?? 0) > 0) applied();
    }
  };
  return loop(config.redriveMs, round, (error) =>
    logger.warn({ err: error, service: consumer }, 'redriving failed and will be repeated'),
  );
};
