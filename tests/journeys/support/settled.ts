// Waiting until everything that was set off is finished, over the public API (exchange rule E21).
import { setTimeout as delay } from 'node:timers/promises';
import { isSettled, openMatters } from '#kernel/exchange/settled.ts';
import type { ExchangeStatus } from '#kernel/exchange/status.ts';
import { ask } from './api.ts';

const limitMs = 90_000;
const pauseMs = 250;

/** Reads the state of the exchange of each service, until two reads in a row are settled; what stays open is named. */
export const settled = async (
  url: string,
  services: readonly string[],
  auditor: () => Promise<string>,
): Promise<readonly ExchangeStatus[]> => {
  const read = async (): Promise<readonly ExchangeStatus[]> => {
    const token = await auditor();
    const answers = await Promise.all(
      services.map((service) => ask({ url: `${url}/api/v1/${service}/exchange/status`, token })),
    );
    return answers.map(({ status: code, body }) => {
      if (code !== 200) throw new Error(`The state of the exchange is refused: ${JSON.stringify(body)}`);
      const status = body as ExchangeStatus;
      return { ...status, consumes: status.consumes.filter((source) => services.includes(source)) };
    });
  };
  const began = Date.now();
  let before = await read();
  for (;;) {
    const after = await read();
    if (isSettled(before, after)) return after;
    if (Date.now() - began > limitMs)
      throw new Error(`Not settled within ${limitMs} ms:\n${openMatters(after).join('\n')}`);
    before = after;
    await delay(pauseMs);
  }
};
