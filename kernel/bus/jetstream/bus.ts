// The bus over NATS JetStream.
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import type { Logger } from 'pino';
import type { Bus } from '../port.ts';
import { connectNats, type NatsAddress } from './connection.ts';
import { lossyPart } from './lossy.ts';
import { namesOf } from './names.ts';
import { isMissing, makeDurable, makeStream, type StreamSettings } from './provision.ts';
import { subscribe } from './subscription.ts';

/** What the bus over JetStream needs. */
export interface JetStreamSettings {
  readonly address: NatsAddress;
  readonly streams: StreamSettings;
  /** Keeps the installation apart from others on the same account. */
  readonly namespace: string;
  /** How long a publish waits for its confirmation, and any other request for its answer. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

const MIB = 1_024 ** 2;

/** Stream settings for one server, as in development and tests. The server reserves the bytes when a stream is made. */
export const singleServerStreams: StreamSettings = {
  replicas: 1,
  bytesMax: 64 * MIB,
  ageMaxMs: 7 * 86_400_000,
  ackWaitMs: 30_000,
};

/** Connects and gives the bus. It waits for a server that is not there yet. */
export const jetStreamBus = async (settings: JetStreamSettings): Promise<Bus> => {
  const { address, streams, timeoutMs, logger } = settings;
  const names = namesOf(settings.namespace);
  const { connection, up } = await connectNats(address, logger);
  // Without the check, which would fail while the server has no JetStream yet and is retried by each call anyway.
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: timeoutMs });
  const client = jetstream(connection, { timeout: timeoutMs });
  const provisioning = { manager, names };

  const requireUp = (): void => {
    // The client would buffer without limit.
    if (!up()) throw Object.assign(new Error('the broker is away'), { code: 'BROKER_AWAY' });
  };

  return {
    provision: async (source, consumers, shards) => {
      requireUp();
      await makeStream(provisioning, source, streams);
      for (const consumer of consumers)
        for (const shard of shards) await makeDurable(provisioning, { consumer, source, shard }, streams);
    },
    publish: async (source, shard, message) => {
      requireUp();
      const set = headers();
      for (const [name, value] of Object.entries(message.headers)) set.set(name, value);
      await client.publish(names.frame(source, shard), message.body, {
        msgID: message.id,
        headers: set,
        timeout: timeoutMs,
      });
    },
    consume: async (durable, handle) => subscribe({ client, ...provisioning, streams, logger, up }, durable, handle),
    pending: async (durable) => {
      requireUp();
      try {
        const info = await manager.consumers.info(names.stream(durable.source), names.durable(durable));
        return info.num_pending + info.num_ack_pending;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    ...lossyPart(connection, names, up, logger),
    connected: up,
    close: async () => {
      await connection.drain();
    },
  };
};
