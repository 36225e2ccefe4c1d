// The connection to NATS: reconnects for ever, and knows whether it is up, since publishes made while it is down are buffered
// without limit by the client and may never arrive.
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { Logger } from 'pino';

/** Where NATS is and as whom to sign in. */
export type NatsAddress = Pick<
  NodeConnectionOptions,
  'servers' | 'user' | 'pass' | 'token' | 'tls' | 'authenticator' | 'name'
>;

/** A connection and its state. */
export interface WatchedConnection {
  readonly connection: NatsConnection;
  readonly up: () => boolean;
}

const connectRetryMs = 1_000;
const reconnectWaitMs = 500;
const pingEveryMs = 10_000;
const pingsUnansweredMax = 2;

/** Connects. A server that is not there yet or refuses us is tried without end, each time with a line in the log that says why. */
const reach = async (address: NatsAddress, logger: Logger): Promise<NatsConnection> => {
  for (;;) {
    try {
      return await connect({
        ...address,
        maxReconnectAttempts: -1,
        reconnectTimeWait: reconnectWaitMs,
        pingInterval: pingEveryMs,
        maxPingOut: pingsUnansweredMax,
        // Refused credentials may be mended at the server; given up, the connection would be lost for the life of the process.
        ignoreAuthErrorAbort: true,
      });
    } catch (error) {
      logger.warn({ err: error, servers: address.servers }, 'NATS is not reached, trying again');
    }
    await delay(connectRetryMs);
  }
};

/** Connects, waiting for a server that is not there yet. */
export const connectNats = async (address: NatsAddress, logger: Logger): Promise<WatchedConnection> => {
  const connection = await reach(address, logger);
  let up = true;
  const watch = async (): Promise<void> => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' || status.type === 'close') up = false;
      if (status.type === 'reconnect') up = true;
      if (status.type === 'disconnect' || status.type === 'reconnect' || status.type === 'error')
        logger.warn({ status: status.type }, 'the connection to the broker changed');
    }
    up = false;
  };
  void watch();
  return { connection, up: () => up && !connection.isClosed() };
};
