// The process of one service in a distributed installation: from its environment to its end.
import '#kernel/config/forget-pg.ts';
import '#kernel/process/without-terminal.ts';
import type { Logger } from 'pino';
import { jetStreamBus, singleServerStreams } from '#kernel/bus/jetstream/bus.ts';
import { environment } from '#kernel/config/environment.ts';
import { readConfig } from '#kernel/config/read.ts';
import type { ValuesOf, Variables } from '#kernel/config/variable.ts';
import { migrateService } from '#kernel/database/migrate-services.ts';
import { roleOf, type ServiceName } from '#kernel/database/provision.ts';
import { exchangeDefaults } from '#kernel/exchange/limits.ts';
import { createLogger } from '#kernel/logging/logger.ts';
import { createMetrics, type Metrics } from '#kernel/metrics/metrics.ts';
import { natsAccess } from '#kernel/nats/nats-access.ts';
import { connectionOptions, type NatsOptions } from '#kernel/nats/nats-options.ts';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { explainEnd } from '#kernel/process/explain.ts';
import { openManagementServer } from '#kernel/process/management-server.ts';
import { type Readiness, readinessOf } from '#kernel/process/readiness.ts';
import { startInOrder, type Undo } from '#kernel/process/started.ts';
import { StartGivenUp, startedInTime, stopRequested, unlessStopped } from '#kernel/process/stop-request.ts';
import { type Host, openHost } from './host.ts';
import { type ServiceVariables, serviceVariables } from './variables.ts';

const audience = 'jixiao';
const MIB = 1_024 ** 2;

/** What a service's own part of the composition adds: it is called before the host starts, and gives what is to be stopped first. */
export type Compose<V extends Variables> = (parts: {
  readonly host: Host;
  readonly config: ValuesOf<V & ServiceVariables>;
  readonly logger: Logger;
}) => Promise<{ readonly afterStart?: () => Promise<void>; readonly stop?: () => Promise<void> }>;

type CommonConfig = ValuesOf<ServiceVariables>;

/** What each step of a start is given. */
interface Ground {
  readonly service: ServiceName;
  readonly config: CommonConfig;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Settles when the process is told to stop. */
  readonly stopping: Promise<void>;
}

const openHostOf = async ({ service, config, metrics, logger, stopping }: Ground, nats: NatsOptions): Promise<Host> => {
  // It waits for NATS without end.
  const connecting = jetStreamBus({
    address: connectionOptions(nats),
    streams: {
      ...singleServerStreams,
      replicas: config.JIXIAO_NATS_REPLICAS,
      bytesMax: config.JIXIAO_NATS_STREAM_MIB * MIB,
    },
    namespace: config.JIXIAO_NAMESPACE,
    timeoutMs: exchangeDefaults.publishTimeoutMs,
    logger,
  });
  const bus = await unlessStopped(connecting, stopping);
  return openHost({
    nodeId: config.JIXIAO_NODE_ID,
    namespace: config.JIXIAO_NAMESPACE,
    nats,
    bus,
    internalHost: config.JIXIAO_INTERNAL_HOST,
    internalPort: config.JIXIAO_INTERNAL_PORT,
    issuer: config.JIXIAO_ISSUER,
    ...(config.JIXIAO_ISSUER_INTERNAL === '' ? {} : { issuerInternal: config.JIXIAO_ISSUER_INTERNAL }),
    audience,
    tokenLifeSecondsMax: config.JIXIAO_TOKEN_LIFE_SECONDS,
    exchangeConfig: { ...exchangeDefaults, standstillMs: config.JIXIAO_STANDSTILL_MS },
    databaseUrl: (role) =>
      role === roleOf(service, 'exchange') ? config.JIXIAO_EXCHANGE_DATABASE_URL : config.JIXIAO_DATABASE_URL,
    poolMax: config.JIXIAO_DATABASE_POOL_MAX,
    clientSecretOf: () => config.JIXIAO_CLIENT_SECRET,
    metrics,
    logger,
  });
};

const notYet = (name: string, detail: string): Readiness =>
  readinessOf({ [name]: async () => ({ ready: false, detail }) });

/**
 * Starts a service step by step. The management port comes first: who watches the process sees that it lives, however long its
 * schema is migrated, and for what it waits.
 */
const begin = async <V extends Variables>(
  ground: Ground & { readonly config: ValuesOf<V & ServiceVariables> },
  compose: Compose<V>,
  undo: Undo,
): Promise<void> => {
  const { service, metrics, logger, stopping } = ground;
  const config: CommonConfig = ground.config;
  let readiness = notYet('start', 'the process begins to start');
  const management = await openManagementServer({
    host: config.JIXIAO_MANAGEMENT_HOST,
    port: config.JIXIAO_MANAGEMENT_PORT,
    readiness: () => readiness(),
    metrics,
  });
  undo(() => management.close());
  logger.info({ managementPort: management.url }, 'the management port listens');
  // Files that can't be used are told before anything is waited for.
  const nats = await natsAccess(config);
  if (config.JIXIAO_OWNER_DATABASE_URL !== '') {
    readiness = notYet('schema', 'the schema is being migrated');
    // Given up in its middle, it is rolled back by the server: each file is one transaction.
    await unlessStopped(migrateService({ ownerUrl: config.JIXIAO_OWNER_DATABASE_URL, service, logger }), stopping);
  }
  readiness = notYet('bus', 'NATS is not reached yet');
  const host = await openHostOf(ground, nats);
  undo(() => host.stop());
  readiness = host.readiness;
  const own = await compose({ host, config: ground.config, logger });
  undo(() => own.stop?.());
  await host.start();
  await own.afterStart?.();
  logger.info({ management: management.url }, `the ${service} service is up`);
};

const run = async <V extends Variables>(service: ServiceName, variables: V, compose: Compose<V>): Promise<void> => {
  const stopping = stopRequested();
  const config = readConfig({ ...serviceVariables, ...variables }, environment()) as ValuesOf<V & ServiceVariables>;
  const logger = createLogger({ service, level: (config as CommonConfig).JIXIAO_LOG_LEVEL });
  const ground = { service, config, metrics: createMetrics(), logger, stopping };
  const starting = startInOrder(
    (undo) => begin(ground, compose, undo),
    (error) => logger.warn({ err: error }, 'a start that failed did not end in order'),
  );
  const { stop } = await startedInTime(starting, stopping);
  await stopping;
  logger.info('stopping: no new work is taken, what is in hand is finished');
  await stop();
};

/** Runs a service until it is told to stop. The exit code says how it ended (`kernel/process/exit-codes.ts`). */
export const runProcess = async <V extends Variables>(
  service: ServiceName,
  variables: V,
  compose: Compose<V>,
): Promise<never> => {
  try {
    await run(service, variables, compose);
    process.exit(exitCodes.ok);
  } catch (error) {
    if (error instanceof StartGivenUp) process.exit(exitCodes.ok);
    const { sentence, exitCode } = explainEnd(error);
    process.stderr.write(`${sentence}\n`);
    process.exit(exitCode);
  }
};
