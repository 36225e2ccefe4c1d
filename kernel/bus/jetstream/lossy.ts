// Signals and questions over plain NATS: they may be lost, and nothing hangs on them.
import type { Msg, NatsConnection } from '@nats-io/nats-core';
import type { Logger } from 'pino';
import type { Bus } from '../port.ts';
import type { Names } from './names.ts';

/** The part of the bus that promises nothing. */
export const lossyPart = (
  connection: NatsConnection,
  { lossy }: Pick<Names, 'lossy'>,
  up: () => boolean,
  logger: Logger,
): Pick<Bus, 'signal' | 'onSignal' | 'ask' | 'onAsk'> => ({
  signal: (subject, data) => {
    if (up()) connection.publish(lossy(subject), data);
  },
  onSignal: (subject, heard) => {
    const subscription = connection.subscribe(lossy(subject), {
      callback: (error, message) => {
        if (error === null) heard(message.data);
      },
    });
    return { stop: () => subscription.unsubscribe() };
  },
  ask: async (subject, data, timeout) => {
    if (!up()) return undefined;
    try {
      return (await connection.request(lossy(subject), data, { timeout })).data;
    } catch {
      // Nobody answers, or not in time: a question may be lost.
      return undefined;
    }
  },
  onAsk: (subject, answer) => {
    const reply = async (message: Msg): Promise<void> => {
      try {
        const data = await answer(message.data);
        if (data !== undefined) message.respond(data);
      } catch (error) {
        logger.debug({ err: error, subject }, 'a question was not answered');
      }
    };
    const subscription = connection.subscribe(lossy(subject), {
      queue: 'jixiao',
      callback: (error, message) => {
        if (error === null) void reply(message);
      },
    });
    return { stop: () => subscription.unsubscribe() };
  },
});
