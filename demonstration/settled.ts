// Waiting until everything that was set off is finished, the only way in which the driver waits for the services (E21).
import { setTimeout as pause } from 'node:timers/promises';
import { isSettled, openMatters } from '#kernel/exchange/settled.ts';
import type { ExchangeStatus } from '#kernel/exchange/status.ts';
import type { Actor } from './actors.ts';

/** How long the services may take to settle. */
const settleMsMax = 120_000;
const pollMs = 25;
const namedMax = 6;

const readAll = async (scheduler: Actor): Promise<readonly ExchangeStatus[]> => {
  const answers = await Promise.all([
    scheduler.integration.getExchangeStatus({}),
    scheduler.indicators.getExchangeStatus({}),
    scheduler.targets.getExchangeStatus({}),
    scheduler.evaluation.getExchangeStatus({}),
    scheduler.incentives.getExchangeStatus({}),
  ]);
  return answers.map(({ body }) => body);
};

/** Waits until two reads in a row find nothing open and the same totals. Throws after two minutes, naming what is open. */
export const untilSettled = async (scheduler: Actor): Promise<void> => {
  const until = Date.now() + settleMsMax;
  let before = await readAll(scheduler);
  for (;;) {
    const after = await readAll(scheduler);
    if (isSettled(before, after)) return;
    if (Date.now() > until) {
      const open = openMatters(after);
      const named = open.length === 0 ? ['the totals still change'] : open.slice(0, namedMax);
      throw new Error(`The services did not settle within ${settleMsMax / 1_000} s: ${named.join('; ')}.`);
    }
    before = after;
    await pause(pollMs);
  }
};
