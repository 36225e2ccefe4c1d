// Pulling announced sets by itself, beside the consumers (exchange rule E14).

import type { Reactor } from '#kernel/exchange/consuming/react.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { ExchangeSettings } from '#kernel/exchange/settings.ts';
import { backoff } from '#kernel/waiting/backoff.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import { openPulls, pullSet } from './pull.ts';

const retryMaxMs = 60_000;

interface Failed {
  readonly tries: number;
  readonly nextMs: number;
}

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
  const failures = new Map<string, Failed>();

  const pull = async (id: string): Promise<void> => {
    const failed = failures.get(id);
    if (failed !== undefined && performance.now() < failed.nextMs) return;
    try {
      if (await pullSet(puller, id)) switched();
      failures.delete(id);
    } catch (error) {
      const tries = (failed?.tries ?? 0) + 1;
      failures.set(id, { tries, nextMs: performance.now() + backoff(tries, config.pullMs, retryMaxMs) });
      logger.warn({ err: error, set: id, tries }, 'a set was not pulled and will be tried again');
    }
  };

  const round = async (): Promise<void> => {
    for (const id of await exchangeDatabase.read('exchange', openPulls)) await pull(id);
  };
  return loop(config.pullMs, round, (error) => logger.warn({ err: error }, 'announced sets could not be listed'));
};
