// Pulling announced sets by itself, beside the consumers (exchange rule E14).

import type { Reactor } from '#kernel/exchange/consuming/react.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { ExchangeSettings } from '#kernel/exchange/settings.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import { retries } from '#kernel/waiting/retries.ts';
import { pullSet } from './pull.ts';
import { openPulls } from './pull-row.ts';

const retryMaxMs = 60_000;

/**
 * Pulls announced sets one after another. One that fails is tried again, each time after a longer wait, since a set that
 * differs is read whole each time; the others go on.
 */
export const startPuller = <Consumed extends EventMap, DB, Events extends EventMap>(
  settings: ExchangeSettings<Consumed, DB, Events>,
  reactor: Reactor<DB, Events>,
  switched: () => void,
): Loop | undefined => {
  const { database, handover, exchangeDatabase, config, logger } = settings;
  if (handover === undefined) return undefined;
  const switches = new Map(Object.entries(handover.switches));
  const puller = { database, reactor, fetchPage: handover.fetchPage, switchOf: (kind: string) => switches.get(kind) };
  const waits = retries(config.pullMs, retryMaxMs, () => performance.now());

  const pull = async (id: string): Promise<void> => {
    try {
      if (await pullSet(puller, id)) switched();
      waits.succeeded(id);
    } catch (error) {
      const tries = waits.failed(id);
      logger.warn({ err: error, set: id, tries }, 'a set was not pulled and will be tried again');
    }
  };

  const round = async (): Promise<void> => {
    const ids = await exchangeDatabase.read('exchange', openPulls);
    waits.keep(ids);
    for (const id of ids) if (waits.due(id)) await pull(id);
  };
  return loop(config.pullMs, round, (error) => logger.warn({ err: error }, 'announced sets could not be listed'));
};
