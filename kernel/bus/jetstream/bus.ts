// The bus over NATS JetStream.
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import type { Logger } from 'pino';
import { type Bus, frameSubject } from '../port.ts';
import { connectNats, type NatsAddress } from './connection.ts';
import { lossyPart } from './lossy.ts';
import { durableName, isMissing, makeDurable, makeStream, type StreamSettings, streamOf } from './provision.ts';
import { subscribe } from './subscription.ts';

/** What the bus over JetStream needs. */
export interface JetStreamSettings {
  readonly address: NatsAddress;
  readonly streams: StreamSettings;
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
export const jetStreamBus = async ({ address, streams, timeoutMs, logger }: JetStreamSettings): Promise<Bus> => {
  const { connection, up } = await connectNats(address, logger);
  // Without the check, which would fail while the server has no JetStream yet and is retried by each call anyway.
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: timeoutMs });
  const client = jetstream(connection, { timeout: timeoutMs });

  const requireUp = (): void => {
    // The client would buffer without limit.
    if (!up()) throw Object.assign(new Error('the broker is away'), { code: 'BROKER_AWAY' });
  };

  return {
    provision: async (source, consumers, shards) => {
      requireUp();
      await makeStream(manager, source, streams);
      for (const consumer of consumers)
        for (const shard of shards) await makeDurable(manager, { consumer, source, shard }, streams);
    },
    publish: async (source, shard, message) => {
      requireUp();
      const set = headers();
      for (const [name, value] of Object.entries(message.headers)) set.set(name, value);
      await client.publish(frameSubject(source, shard), message.body, {
        msgID: message.id,
        headers: set,
        timeout: timeoutMs,
      });
    },
    consume: async (durable, handle) => subscribe({ client, manager, streams, logger, up }, durable, handle),
    pending: async (durable) => {
      requireUp();
      try {
        const info = await manager.consumers.info(streamOf(durable.source), durableName(durable));
        return info.num_pending + info.num_ack_pending;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    ...lossyPart(connection, up, logger),
    connected: up,
    close: async () => {
      await connection.drain();
    },
  };
};
