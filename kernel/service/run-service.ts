// Running one service in a process: its databases, its handlers behind admission, its part of the exchange.
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import { type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { compileValidators } from '#kernel/contract/validators.ts';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { roleOf, type ServiceName } from '#kernel/database/provision.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import { type Exchange, startExchange } from '#kernel/exchange/start.ts';
import { sweepIdempotency } from '#kernel/idempotency/idempotency.ts';
import type { Verifier } from '#kernel/identity/verifier.ts';
import { type Admit, createAdmission } from '#kernel/operation/admission.ts';
import type { AnyHandler } from '#kernel/operation/call.ts';
import { goesByHttp } from '#kernel/operation/dispatch.ts';
import type { InternalServer } from '#kernel/operation/internal-server.ts';
import { precheckBy } from '#kernel/operation/precheck.ts';
import type { Admission } from '#kernel/operation/request.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { ReadinessCheck } from '#kernel/process/readiness.ts';
import type { Rpc } from '#kernel/rpc/broker.ts';
import { serveOperations } from '#kernel/rpc/serve.ts';
import { type Loop, loop } from '#kernel/waiting/loop.ts';
import { semaphore } from '#kernel/waiting/semaphore.ts';
import type { ServiceDefinition } from './definition.ts';
import { payloadReader } from './payloads.ts';
import { routesOf } from './routes.ts';
import { sharedOperations } from './shared-operations.ts';

const exchangePoolMin = 3;
const sweepEveryMs = 3_600_000;
const sweepAtOnce = 1_000;

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

interface Databases<DB> {
  readonly database: Database<DB>;
  readonly exchangeDatabase: Database<object>;
}

const openDatabases = <DB>(name: ServiceName, ground: ServiceGround, logger: Logger): Databases<DB> => {
  const exchangeRole = roleOf(name, 'exchange');
  const { databaseUrl, poolMax } = ground;
  const common = { schema: name, logger };
  return {
    database: openDatabase<DB>({ ...common, url: databaseUrl(name), applicationName: name, poolMax }),
    exchangeDatabase: openDatabase<object>({
      ...common,
      url: databaseUrl(exchangeRole),
      applicationName: exchangeRole,
      poolMax: Math.max(exchangePoolMin, Math.ceil(poolMax / 2)),
    }),
  };
};

/** Puts the operations on the broker and at the internal port: a reply may be too large for the bus, so each can be asked for there. */
const serve = (name: string, ground: ServiceGround, operations: readonly OperationContract[], admit: Admit): void => {
  const byBus = operations.filter((operation) => !goesByHttp(operation));
  const answers = byBus.map(
    (operation) => [operation.operationId, (asked: Admission) => admit(operation, asked)] as const,
  );
  serveOperations(ground.rpc, name, new Map(answers));
  ground.internal.serve(name, operations, { admit, precheck: precheckBy(ground.verifier) });
};

/**
 * A FORKED shard is named and does not make the service unready (E11): it stands still in the database for every instance, and
 * a load balancer that took all of them away would take the API from whoever repairs it.
 */
const readinessOf = async (exchange: Exchange): Promise<Omit<ReadinessCheck, 'name'>> => {
  const { unframed, shards, watermarks } = await exchange.status();
  const forked = [...shards, ...watermarks].flatMap((one) => (one.forked === null ? [] : [one.forked]));
  const waiting = `${unframed} events wait for a frame`;
  return { ready: true, detail: forked.length === 0 ? waiting : `FORKED: ${forked.join('; ')}` };
};

/** Removes answers of idempotency keys past their 7 days, a thousand at a time. */
const startSweeping = (exchangeDatabase: Database<object>, logger: Logger): Loop =>
  loop(
    sweepEveryMs,
    async () => {
      const swept = await exchangeDatabase.transact('exchange', (tx) => sweepIdempotency(tx, sweepAtOnce));
      // A full load means that there is more.
      return swept === sweepAtOnce ? 0 : undefined;
    },
    (error) => logger.warn({ err: error }, 'old answers could not be removed and will be later'),
  );

/** Puts a service's handlers in place: on the broker, and at the internal port. Nothing runs before `start`. */
export const prepareService = <Ops, DB, Received extends EventMap, Sent extends EventMap>(
  definition: ServiceDefinition<Ops, DB, Received, Sent>,
  ground: ServiceGround,
): PreparedService<DB> => {
  const { name } = definition;
  const logger = ground.logger.child({ service: name });
  const { database, exchangeDatabase } = openDatabases<DB>(name, ground, logger);
  let exchange: Exchange | undefined;
  let sweeping: Loop | undefined;
  const running = (): Exchange => {
    // Calls come in as soon as the broker is connected, a moment before the exchange runs: another instance may answer.
    if (exchange === undefined) throw problem('SERVICE_UNAVAILABLE', { service: name });
    return exchange;
  };
  const wake = (): void => exchange?.wake();
  const operations = operationsOf(name, definition.document);
  const shared = sharedOperations<DB, Sent>({
    service: definition.name,
    exchangeDatabase,
    exchange: running,
    exports: definition.exports,
  });
  const admit = createAdmission<DB, Sent>({
    service: name,
    database,
    verifier: ground.verifier,
    validators: compileValidators(definition.document, operations),
    // Both tables are typed by the contract; admission only knows that they are handlers.
    handlers: { ...definition.operations, ...shared } as Readonly<Record<string, AnyHandler<DB, Sent>>>,
    logger,
    uploads: semaphore(Math.max(1, Math.floor(ground.poolMax / 2))),
    wake,
  });
  serve(name, ground, operations, admit);
  const start = async (): Promise<void> => {
    exchange = await startExchange<Received, DB, Sent>({
      service: name,
      ...routesOf(name),
      reactions: definition.reactions,
      readPayload: payloadReader(name),
      ...(definition.openWork === undefined ? {} : { openWork: definition.openWork }),
      ...(definition.handover === undefined ? {} : { handover: definition.handover }),
      database,
      exchangeDatabase,
      bus: ground.bus,
      config: ground.exchangeConfig,
      logger,
    });
    sweeping = startSweeping(exchangeDatabase, logger);
  };
  const stop = async (): Promise<void> => {
    try {
      await sweeping?.stop();
      await exchange?.stop();
    } finally {
      await Promise.all([database.close(), exchangeDatabase.close()]);
    }
  };
  return { database, exchangeDatabase, wake, start, readiness: () => readinessOf(running()), exchange: running, stop };
};
