// Running one service in a process: its databases, its handlers behind admission, its part of the exchange.
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import { operationsOf } from '#kernel/contract/document.ts';
import { compileValidators } from '#kernel/contract/validators.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { roleOf } from '#kernel/database/provision.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import { type Exchange, startExchange } from '#kernel/exchange/start.ts';
import type { Verifier } from '#kernel/identity/verifier.ts';
import { createAdmission } from '#kernel/operation/admission.ts';
import type { AnyHandler } from '#kernel/operation/call.ts';
import { goesByHttp } from '#kernel/operation/dispatch.ts';
import type { InternalServer } from '#kernel/operation/internal-server.ts';
import type { ReadinessCheck } from '#kernel/process/readiness.ts';
import type { Rpc } from '#kernel/rpc/broker.ts';
import { serveOperations } from '#kernel/rpc/serve.ts';
import type { ServiceDefinition } from './definition.ts';
import { routesOf } from './routes.ts';
import { sharedOperations } from './shared-operations.ts';

/** What the process gives to each of its services. */
export interface ServiceGround {
  readonly rpc: Rpc;
  readonly bus: Bus;
  readonly internal: InternalServer;
  readonly verifier: Verifier;
  readonly exchangeConfig: ExchangeConfig;
  readonly logger: Logger;
  /** The address of the database for a role. */
  readonly databaseUrl: (role: string) => string;
  /** Connections of the service's own role at most; the exchange role gets half of them. */
  readonly poolMax: number;
}

/** A service whose handlers are in place. */
export interface PreparedService<DB = unknown> {
  /** As the service's own role, for its workers. */
  readonly database: Database<DB>;
  /** As `<service>_exchange`, which sees the rows of every county: it finds what is due. */
  readonly exchangeDatabase: Database<object>;
  /** Tells the relay that a worker has committed; no harm when the exchange is not running. */
  readonly wake: () => void;
  /** Starts relay, consumers and auditor. Call it when the broker is up. */
  start(): Promise<void>;
  readiness(): Promise<Omit<ReadinessCheck, 'name'>>;
  exchange(): Exchange;
  /** Stops the exchange, then closes the databases. Call it when no call can come in any more. */
  stop(): Promise<void>;
}

/** Puts a service's handlers in place: on the broker, and at the internal port. Nothing runs before `start`. */
export const prepareService = <Ops, DB, Received extends EventMap, Sent extends EventMap>(
  definition: ServiceDefinition<Ops, DB, Received, Sent>,
  ground: ServiceGround,
): PreparedService<DB> => {
  const { name } = definition;
  const logger = ground.logger.child({ service: name });
  const common = { schema: name, logger };
  const exchangePool = Math.max(3, Math.ceil(ground.poolMax / 2));
  const database = openDatabase<DB>({
    ...common,
    url: ground.databaseUrl(name),
    applicationName: name,
    poolMax: ground.poolMax,
  });
  const exchangeRole = roleOf(name, 'exchange');
  const exchangeDatabase = openDatabase<object>({
    ...common,
    url: ground.databaseUrl(exchangeRole),
    applicationName: exchangeRole,
    poolMax: exchangePool,
  });
  let exchange: Exchange | undefined;
  const running = (): Exchange => {
    if (exchange === undefined) throw new Error(`The exchange of ${name} is not running.`);
    return exchange;
  };
  const operations = operationsOf(name, definition.document);
  const shared = sharedOperations<DB, Sent>({ exchangeDatabase, exchange: running, exports: definition.exports });
  const admit = createAdmission<DB, Sent>({
    service: name,
    database,
    verifier: ground.verifier,
    validators: compileValidators(definition.document, operations),
    // Both tables are typed by the contract; admission only knows that they are handlers.
    handlers: { ...definition.operations, ...shared } as Readonly<Record<string, AnyHandler<DB, Sent>>>,
    logger,
    wake: () => exchange?.wake(),
  });
  const byBus = operations.filter((operation) => !goesByHttp(operation));
  serveOperations(
    ground.rpc,
    name,
    new Map(byBus.map((operation) => [operation.operationId, (admission) => admit(operation, admission)])),
  );
  // Replies may be too large for the bus as well, so every operation can be asked for here.
  ground.internal.serve(name, operations, admit);
  return {
    database,
    exchangeDatabase,
    wake: () => exchange?.wake(),
    start: async () => {
      exchange = await startExchange<Received, DB, Sent>({
        service: name,
        ...routesOf(name),
        reactions: definition.reactions,
        ...(definition.handover === undefined ? {} : { handover: definition.handover }),
        database,
        exchangeDatabase,
        bus: ground.bus,
        config: ground.exchangeConfig,
        logger,
      });
    },
    readiness: async () => {
      const { unframed, shards, watermarks } = await running().status();
      const forked = [...shards, ...watermarks].filter((one) => one.forked !== null);
      return forked.length > 0
        ? { ready: false, detail: `FORKED: ${String(forked[0]?.forked)}` }
        : { ready: true, detail: `${unframed} events wait for a frame` };
    },
    exchange: running,
    stop: async () => {
      await exchange?.stop();
      await Promise.all([database.close(), exchangeDatabase.close()]);
    },
  };
};
