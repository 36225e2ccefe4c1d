// The subjects that a node listens to, and what happens when the server refuses one.
import { type NatsConnection, PermissionViolationError, type Subscription } from '@nats-io/transport-node';
import { Errors, type Transporters } from 'moleculer';
import type { Logger } from 'pino';
import type { NatsOptions } from '#kernel/nats/nats-options.ts';
import type { HealthRecord } from './health.ts';
import { within } from './within.ts';

/** Moleculer's transporter as its types have it. */
export type Transporter = InstanceType<typeof Transporters.Base>;

/** Moleculer's name for the packet of a call. */
export const requestCommand = 'REQ';

const drainLimitMs = 5_000;

/** One subject that the node listens to. */
export interface Interest {
  readonly subject: string;
  readonly command: string;
  readonly queue?: string;
}

/** A connection and what the node listens to on it. */
export interface Connection {
  readonly settings: NatsOptions;
  readonly logger: Logger;
  readonly base: Transporter;
  readonly health: HealthRecord;
  /** Ends the attempts to connect. */
  readonly ended: AbortController;
  readonly interests: Map<string, Interest>;
  readonly balanced: Map<string, Subscription>;
  /** Subjects whose subscription the server has refused; the client has dropped them. */
  readonly denied: Set<string>;
  client?: NatsConnection;
}

/** Listens to a subject on this connection and on every one that follows it. */
export const listen = (connection: Connection, interest: Interest): Promise<void> => {
  connection.interests.set(interest.subject, interest);
  const { client } = connection;
  // On a closed connection the interest waits for the next one.
  if (client !== undefined && !client.isClosed()) attach(connection, client, interest);
  return Promise.resolve();
};

/** Subscribes on the given connection. */
export const attach = (connection: Connection, client: NatsConnection, interest: Interest): void => {
  const { base, balanced, denied } = connection;
  denied.delete(interest.subject);
  const subscription = client.subscribe(interest.subject, {
    ...(interest.queue === undefined ? {} : { queue: interest.queue }),
    callback: (error, message) => {
      if (error !== null) {
        denied.add(interest.subject);
        return refused(connection, error);
      }
      // The packet is decoded and handled within a turn; a copy would only cost time.
      void base.receive(
        interest.command,
        Buffer.from(message.data.buffer, message.data.byteOffset, message.data.length),
      );
    },
  });
  if (interest.queue !== undefined) balanced.set(interest.subject, subscription);
};

/** One permission error must not end the process: it is logged, and readiness names it. */
export const refused = (connection: Connection, error: Error): void => {
  const { base, health, logger } = connection;
  logger.error({ err: error }, 'NATS refused');
  if (!(error instanceof PermissionViolationError)) return;
  const requestPrefix = `${base.prefix}.${requestCommand}B.`;
  if (error.operation === 'publish' && error.subject.startsWith(requestPrefix)) {
    // This node works, but may not call that action: whoever did learns it now and not after the time limit.
    return rejectCalls(base, error.subject.slice(requestPrefix.length));
  }
  health.denied(error.operation, error.subject);
};

const rejectCalls = ({ transit, broker }: Transporter, action: string): void => {
  for (const [id, pending] of transit.pendingRequests) {
    if (pending.ctx.action?.name !== action) continue;
    transit.removePendingRequest(id);
    pending.reject(new Errors.ServiceNotAvailableError({ action, nodeID: broker.nodeID }));
  }
};

/** Ends the subscriptions for new requests; those that the server has already handed over are still received. */
export const leaveBalanced = async ({ balanced, interests, base, client }: Connection): Promise<void> => {
  const leaving = [...balanced];
  balanced.clear();
  for (const [subject] of leaving) interests.delete(subject);
  if (client === undefined || client.isClosed()) return;
  if (base.connected) await within(drainLimitMs, Promise.all(leaving.map(([, subscription]) => subscription.drain())));
  else for (const [, subscription] of leaving) subscription.unsubscribe();
};
