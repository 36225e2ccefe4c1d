// Brokers for specs of calls between processes: joined to one NATS, quiet, and stopped at the end.
import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import type { NatsOptions } from '#kernel/nats/nats-options.ts';
import type { Admission, OperationRequest, Reply } from '#kernel/operation/request.ts';
import { createBroker, type Rpc } from '#kernel/rpc/broker.ts';
import { createClient, type RpcClient } from '#kernel/rpc/client.ts';
import { serveOperations } from '#kernel/rpc/serve.ts';

/** A logger that says nothing: the specs provoke what would be logged. */
export const quiet: Logger = pino({ level: 'silent' });

/** How a test broker may differ. */
export interface TestBroker {
  readonly url?: string;
  readonly user?: string;
  readonly password?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly internalUrl?: string;
  readonly requestTimeoutMs?: number;
  readonly drainTimeoutMs?: number;
  readonly onFatal?: (reason: string) => void;
}

/** A broker on the given NATS, or of this process alone. */
export const testBroker = ({ url, user, password, name = 'node', namespace = 'spec', ...rest }: TestBroker = {}): Rpc =>
  createBroker({
    nodeId: `${name}-${randomUUID().slice(0, 8)}`,
    namespace,
    logger: quiet,
    ...(url === undefined ? {} : { nats: natsOptions(url, user, password) }),
    ...rest,
  });

const natsOptions = (url: string, user?: string, password?: string): NatsOptions => ({
  servers: [url],
  name: 'spec',
  ...(user === undefined ? {} : { user }),
  ...(password === undefined ? {} : { password }),
});

/** Registers one operation `echo.<operationId>`. */
export const serve = (rpc: Rpc, operationId: string, answer: (admission: Admission) => Promise<Reply>): void =>
  serveOperations(rpc, 'echo', new Map([[operationId, answer]]));

/** A client on the process's own clock. */
export const clientOf = (rpc: Rpc): RpcClient => createClient({ rpc, now: () => performance.now() });

/** A request with nothing but a body. */
export const requestOf = (body: unknown): OperationRequest => ({ path: {}, query: {}, body });
