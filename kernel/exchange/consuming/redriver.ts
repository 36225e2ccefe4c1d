// What goes on by itself beside the consumers: redriving what became ready.

import type { EventMap } from '#kernel/exchange/event.ts';
import type { ExchangeSettings } from '#kernel/exchange/settings.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import { retries } from '#kernel/waiting/retries.ts';
import type { ParkedKey } from './parked.ts';
import type { Reactor } from './react.ts';
import { readyKeys, redrive } from './redrive.ts';

const retryMaxMs = 60_000;

const nameOf = ({ source, key }: ParkedKey): string => JSON.stringify([source, key]);

/**
 * Goes through the keys whose time has come: what they wait for has arrived, or what they wait behind was set aside. A key whose
 * redrive meets what is no event's fault waits by itself, each time longer; the others go on (E9).
 */
export const startRedriver = <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  reactor: Reactor<DB, Events>,
  applied: () => void,
): Loop => {
  const { service: consumer, database, exchangeDatabase, config, logger } = settings;
  const redriver = { consumer, database, reactor, triesMax: config.redriveTriesMax, logger };
  const waits = retries(config.redriveMs, retryMaxMs, () => performance.now());

  const redriveKey = async (key: ParkedKey): Promise<void> => {
    try {
      const redriven = await redrive(redriver, key, `service:${consumer}`);
      waits.succeeded(nameOf(key));
      if ((redriven?.applied ?? 0) > 0) applied();
    } catch (error) {
      const tries = waits.failed(nameOf(key));
      logger.warn({ err: error, ...key, tries }, 'a key was not redriven and will be tried again');
    }
  };

  const round = async (): Promise<void> => {
    const keys = await exchangeDatabase.read('exchange', (tx) => readyKeys(tx, consumer, config.redriveMs));
    waits.keep(keys.map(nameOf));
    for (const key of keys) if (waits.due(nameOf(key))) await redriveKey(key);
  };
  return loop(config.redriveMs, round, (error) =>
    logger.warn({ err: error, service: consumer }, 'the keys to redrive could not be listed'),
  );
};
