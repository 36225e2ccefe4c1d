// Moleculer's transporter on the maintained NATS client. The stock one dies on a denied subscription and hides a lost connection.
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Transporters } from 'moleculer';
import type { Logger } from 'pino';
import { connectionOptions, type NatsOptions } from '#kernel/nats/nats-options.ts';
import { healthRecord, type TransportHealth } from './health.ts';
import {
  attach,
  type Connection,
  leaveBalanced,
  listen,
  refused,
  requestCommand,
  type Transporter,
} from './subscriptions.ts';
import { within } from './within.ts';

/** The transporter for a broker, and what its connection says about itself. */
export interface NatsTransport {
  readonly transporter: Transporter;
  readonly health: () => TransportHealth;
}

const connectRetryMs = 1_000;
const flushLimitMs = 2_000;

/**
 * Builds a transporter. It connects for ever, never throws out of the client's read loop, refuses to send while the
 * connection is down (so nothing piles up), and lets a leaving node finish what the server has already handed to it.
 */
export const natsTransport = (settings: NatsOptions, logger: Logger): NatsTransport => {
  // Moleculer wants an instance of its abstract class; its methods are given here as functions.
  const base: Transporter = Reflect.construct(Transporters.Base, [{}]);
  const connection: Connection = {
    settings,
    logger,
    base,
    health: healthRecord(),
    ended: new AbortController(),
    interests: new Map(),
    balanced: new Map(),
    denied: new Set(),
  };
  base.hasBuiltInBalancer = true;
  base.connect = () => open(connection, false);
  base.disconnect = () => close(connection);
  base.subscribe = (command, nodeId) => listen(connection, { command, subject: base.getTopicName(command, nodeId) });
  base.subscribeBalancedRequest = (action) =>
    listen(connection, {
      command: requestCommand,
      subject: `${base.prefix}.${requestCommand}B.${action}`,
      queue: action,
    });
  base.subscribeBalancedEvent = (event) =>
    Promise.reject(new Error(`Moleculer's events carry nothing here: ${event} belongs on the durable exchange.`));
  base.unsubscribeFromBalancedCommands = () => leaveBalanced(connection);
  base.send = (subject, data) => send(connection, subject, data);
  return { transporter: base, health: connection.health.read };
};

const open = async (connection: Connection, again: boolean): Promise<void> => {
  const client = await reach(connection);
  if (client === undefined) return;
  connection.client = client;
  connection.health.connected();
  connection.health.forgetDenied();
  logged(connection, follow(connection, client));
  if (again) for (const interest of connection.interests.values()) attach(connection, client, interest);
  await connection.base.onConnected(again);
};

const reach = async ({ settings, logger, health, ended }: Connection): Promise<NatsConnection | undefined> => {
  while (!ended.signal.aborted) {
    try {
      return await connect(connectionOptions(settings));
    } catch (error) {
      health.lost(`NATS can't be reached: ${error instanceof Error ? error.message : String(error)}`);
      logger.warn({ err: error, servers: settings.servers }, 'NATS is not reached, trying again');
    }
    await delay(connectRetryMs, undefined, { signal: ended.signal }).catch(() => undefined);
  }
  return undefined;
};

/** Follows the client's own events until it is closed. What they set off runs beside, so that the next event is seen in time. */
const follow = async (connection: Connection, client: NatsConnection): Promise<void> => {
  const { base, health, logger } = connection;
  for await (const status of client.status()) {
    if (status.type === 'disconnect') {
      base.connected = false;
      health.lost('the connection to NATS is lost');
      logger.warn('the connection to NATS is lost');
    } else if (status.type === 'reconnect') {
      logged(connection, resume(connection, client));
    } else if (status.type === 'error') {
      refused(connection, status.error);
    }
  }
  if (connection.ended.signal.aborted || connection.client !== client) return;
  base.connected = false;
  health.lost('NATS closed the connection');
  logger.error({ err: await client.closed() }, 'NATS closed the connection, connecting anew');
  await open(connection, true);
};

/** Nobody waits for this work; its failure must be told and must not end the process. */
const logged = ({ logger }: Connection, work: Promise<void>): void => {
  work.catch((error: unknown) => logger.error({ err: error }, 'following the connection to NATS failed'));
};

const resume = async (connection: Connection, client: NatsConnection): Promise<void> => {
  const { base, health, interests, denied, logger } = connection;
  health.connected();
  health.forgetDenied();
  logger.info('the connection to NATS is back');
  // The client has renewed its subscriptions; those that were denied are gone from it and are tried once more.
  for (const subject of denied) {
    const interest = interests.get(subject);
    if (interest !== undefined) attach(connection, client, interest);
  }
  await base.onConnected(true);
};

const send = ({ client }: Connection, subject: string, data: Buffer): Promise<void> => {
  try {
    client?.publish(subject, data);
    return Promise.resolve();
  } catch (error) {
    return Promise.reject(error);
  }
};

const close = async ({ client, ended, base }: Connection): Promise<void> => {
  ended.abort();
  if (client === undefined || client.isClosed()) return;
  if (base.connected) await within(flushLimitMs, client.flush());
  base.connected = false;
  await client.close();
};
