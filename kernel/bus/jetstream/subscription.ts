// Reading as a durable: one message in hand, acknowledged when the handler says so, begun again after whatever happens.
import type { ConsumerMessages, JetStreamClient, JsMsg } from '@nats-io/jetstream';
import type { Logger } from 'pino';
import { backoff } from '#kernel/waiting/backoff.ts';
import { pause } from '#kernel/waiting/pause.ts';
import type { BusMessage, Durable, Handle, Subscription } from '../port.ts';
import { makeDurable, makeStream, type Provisioning, type StreamSettings } from './provision.ts';

/** What a subscription needs. */
export interface SubscriptionSettings extends Provisioning {
  readonly client: JetStreamClient;
  readonly streams: StreamSettings;
  readonly logger: Logger;
  readonly up: () => boolean;
}

const retryFirstMs = 50;
const retryMostMs = 2_000;
/** Signs of work in the time after which the broker would hand the message to another instance. */
const signsOfWork = 3;
const ackTimeoutMs = 2_000;
/** What a handler's own failure waits. */
const failedDelayMs = 1_000;
/** Of each delay up to half more at random, so that instances don't come back together. */
const jittered = (delayMs: number): number => Math.round(delayMs * (1 + Math.random() / 2));

const messageOf = (message: JsMsg): BusMessage => {
  const headers: Record<string, string> = {};
  for (const [name] of message.headers ?? []) headers[name.toLowerCase()] = message.headers?.get(name) ?? '';
  return { id: headers['nats-msg-id'] ?? '', headers, body: message.data };
};

const settle = async (message: JsMsg, handle: Handle, workingEveryMs: number, logger: Logger): Promise<void> => {
  const working = setInterval(() => message.working(), workingEveryMs);
  try {
    const disposition = await handle(messageOf(message));
    switch (disposition.kind) {
      case 'ack':
        // A lost acknowledgement would leave the shard waiting for ack_wait: it is asked to be confirmed.
        await message.ackAck({ timeout: ackTimeoutMs }).catch(() => false);
        return;
      case 'nak':
        message.nak(jittered(disposition.delayMs));
        return;
      case 'term':
        message.term();
        return;
    }
  } catch (error) {
    logger.error({ err: error }, 'a handler failed');
    message.nak(jittered(failedDelayMs));
  } finally {
    clearInterval(working);
  }
};

/** Starts reading. A stream or durable that is missing, now or later, is made again; a lost connection is waited for. */
export const subscribe = (settings: SubscriptionSettings, durable: Durable, handle: Handle): Subscription => {
  const { client, names, streams, logger, up } = settings;
  const stopping = new AbortController();
  let messages: ConsumerMessages | undefined;

  const read = async (): Promise<void> => {
    await makeStream(settings, durable.source, streams);
    await makeDurable(settings, durable, streams);
    const consumer = await client.consumers.get(names.stream(durable.source), names.durable(durable));
    messages = await consumer.consume({ max_messages: 1, abort_on_missing_resource: true });
    if (stopping.signal.aborted) messages.stop();
    for await (const message of messages) await settle(message, handle, streams.ackWaitMs / signsOfWork, logger);
  };

  const run = async (): Promise<void> => {
    for (let tries = 1; !stopping.signal.aborted; tries += 1) {
      const began = Date.now();
      try {
        if (up()) await read();
      } catch (error) {
        logger.debug({ err: error, ...durable }, 'reading begins again');
      }
      if (Date.now() - began > retryMostMs) tries = 1;
      await pause(backoff(tries, retryFirstMs, retryMostMs), stopping.signal);
    }
  };

  const finished = run();
  return {
    stop: async () => {
      stopping.abort();
      messages?.stop();
      await finished;
    },
  };
};
