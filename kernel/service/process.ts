// The process of one service in a distributed installation: from its environment to its end.
import { setTimeout as delay } from 'node:timers/promises';
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
import { type Host, openHost } from './host.ts';
import { type ServiceVariables, serviceVariables } from './variables.ts';

const audience = 'jixiao';
const MIB = 1_024 ** 2;
/** Told to stop while it starts, a process gives its start so long to come to an end. */
const startGraceMs = 10_000;

/** What a service's own part of the composition adds: it is called before the host starts, and gives what is to be stopped first. */
export type Compose<V extends Variables> = (parts: {
  readonly host: Host;
  readonly config: ValuesOf<V & ServiceVariables>;
  readonly logger: Logger;
}) => Promise<{ readonly afterStart?: () => Promise<void>; readonly stop?: () => Promise<void> }>;

type CommonConfig = ValuesOf<ServiceVariables>;

const openHostOf = async (
  service: ServiceName,
  config: CommonConfig,
  { nats, metrics, logger }: { readonly nats: NatsOptions; readonly metrics: Metrics; readonly logger: Logger },
): Promise<Host> => {
  const bus = await jetStreamBus({
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
    exchangeConfig: { ...exchangeDefaults, standstillMs: config.JIXIAO_STANDSTILL_MS },
    databaseUrl: (role) =>
      role === roleOf(service, 'exchange') ? config.JIXIAO_EXCHANGE_DATABASE_URL : config.JIXIAO_DATABASE_URL,
    poolMax: config.JIXIAO_DATABASE_POOL_MAX,
    clientSecretOf: () => config.JIXIAO_CLIENT_SECRET,
    metrics,
    logger,
  });
};

/** Resolves at the first SIGTERM or SIGINT. */
const stopRequested = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(undefined));
  });

/**
 * Waits until the host has started. Calls may come in before that: told to stop meanwhile, it still comes up, for so long as it
 * may take, so that it can end in order. False where it does not get that far.
 */
const hasStarted = (starting: Promise<void>, stopping: Promise<undefined>): Promise<boolean> => {
  const started = starting.then(() => true);
  const tooLate = stopping.then(() => delay(startGraceMs)).then(() => false);
  return Promise.race([started, tooLate]);
};

const run = async <V extends Variables>(service: ServiceName, variables: V, compose: Compose<V>): Promise<void> => {
  const config = readConfig({ ...serviceVariables, ...variables }, environment()) as ValuesOf<V & ServiceVariables>;
  const common = config as CommonConfig;
  const logger = createLogger({ service, level: common.JIXIAO_LOG_LEVEL });
  const stopping = stopRequested();
  // Files that can't be used are told before anything is done or waited for.
  const nats = await natsAccess(common);
  if (common.JIXIAO_OWNER_DATABASE_URL !== '')
    await migrateService({ ownerUrl: common.JIXIAO_OWNER_DATABASE_URL, service, logger });
  const metrics = createMetrics();
  let readiness: Readiness = readinessOf({ bus: async () => ({ ready: false, detail: 'NATS is not reached yet' }) });
  const management = await openManagementServer({
    host: common.JIXIAO_MANAGEMENT_HOST,
    port: common.JIXIAO_MANAGEMENT_PORT,
    readiness: () => readiness(),
    metrics,
  });
  logger.info({ managementPort: management.url }, 'the management port listens');
  // It waits for NATS without end. Told to stop meanwhile, it has begun nothing that would have to be finished.
  const host = await Promise.race([openHostOf(service, common, { nats, metrics, logger }), stopping]);
  if (host === undefined) return;
  readiness = host.readiness;
  const own = await compose({ host, config, logger });
  if (!(await hasStarted(host.start(), stopping))) return;
  await own.afterStart?.();
  logger.info({ management: management.url }, `the ${service} service is up`);
  await stopping;
  logger.info('stopping: no new work is taken, what is in hand is finished');
  await own.stop?.();
  await host.stop();
  await management.close();
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
    const { sentence, exitCode } = explainEnd(error);
    process.stderr.write(`${sentence}\n`);
    process.exit(exitCode);
  }
};
