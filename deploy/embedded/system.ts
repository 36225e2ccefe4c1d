// The whole system in one process: issuer, gateway, five services and the two simulated partners, composed by hand.
import type { Server } from 'node:net';
import type { Logger } from 'pino';
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { type ExchangeConfig, exchangeDefaults } from '#kernel/exchange/limits.ts';
import { createMetrics } from '#kernel/metrics/metrics.ts';
import { openManagementServer } from '#kernel/process/management-server.ts';
import { startInOrder, type Undo } from '#kernel/process/started.ts';
import { type Host, openHost } from '#kernel/service/host.ts';
import { createGateway } from '#services/integration/gateway/app.ts';
import { gatewayContracts } from '#services/integration/gateway/contracts.ts';
import { type ListeningGateway, listen } from '#services/integration/gateway/listen.ts';
import { audience, type DevelopmentUser, developmentSecret } from '../issuer/account.ts';
import { createDevelopmentIssuer } from '../issuer/development-issuer.ts';
import type { DevelopmentKeys } from '../issuer/development-keys.ts';
import { developmentClients, developmentUsers } from '../issuer/development-users.ts';
import type { EmbeddedKeys } from './keys.ts';
import { type Partners, startPartners } from './partners.ts';
import { addServices } from './services.ts';

const loopback = '127.0.0.1';
// One PostgreSQL serves five services with four pools each: small ones, so that two hundred connections are enough.
const poolMax = 8;

/** What an embedded system stands on. */
export interface SystemSettings {
  /** The port of the gateway; 0 is not allowed, since the issuer's name holds it. */
  readonly port: number;
  /** What holds the port until the gateway listens on it. */
  readonly portHolder?: Server;
  readonly databaseUrl: (role: string) => string;
  readonly keys: EmbeddedKeys;
  readonly issuerKeys?: DevelopmentKeys;
  /** Who can sign in; the development users where it is not given. */
  readonly people?: readonly DevelopmentUser[];
  /** NODE_ENV. */
  readonly environment: string | undefined;
  /** Where the partners keep what outlives a restart; in memory only when absent. */
  readonly partnerFolder?: string;
  readonly exchangeConfig?: Partial<ExchangeConfig>;
  readonly logger: Logger;
}

/** A running system. */
export interface System {
  readonly url: string;
  readonly issuer: string;
  readonly partners: Partners;
  readonly managementUrl: string;
  readonly host: Host;
  stop(): Promise<void>;
}

// In one process a watermark is never far from its head: the times of the distributed start would only delay a repair.
const embeddedExchange: Partial<ExchangeConfig> = {
  pollMs: 100,
  standstillMs: 2_000,
  auditMs: 1_000,
  leaderRetryMs: 200,
};

const openEmbeddedHost = (settings: SystemSettings, issuer: string): Promise<Host> =>
  openHost({
    nodeId: 'embedded',
    namespace: 'jixiao',
    bus: inProcessBus(),
    internalHost: loopback,
    internalPort: 0,
    issuer,
    audience,
    exchangeConfig: { ...exchangeDefaults, ...embeddedExchange, ...settings.exchangeConfig },
    databaseUrl: settings.databaseUrl,
    poolMax,
    clientSecretOf: (service) => developmentSecret(`svc-${service}`),
    metrics: createMetrics(),
    logger: settings.logger,
  });

const openGateway = async (
  settings: SystemSettings,
  host: Host,
): Promise<{ gateway: ListeningGateway; issuer: string }> => {
  const { port, logger } = settings;
  const { issuer, router } = await createDevelopmentIssuer({
    publicUrl: publicUrlOf(port),
    environment: settings.environment,
    users: settings.people ?? developmentUsers(),
    clients: developmentClients(),
    logger,
    ...(settings.issuerKeys === undefined ? {} : { keys: settings.issuerKeys }),
  });
  const app = createGateway({
    ...host.dispatcher,
    precheck: host.precheck,
    answered: host.metrics.answered,
    ...gatewayContracts(),
    issuer,
    docsOrigin: publicUrlOf(port),
    readiness: host.readiness,
    logger,
    before: [{ path: '/', handler: router }],
  });
  return { gateway: await listen(app, loopback, settings.portHolder ?? port), issuer };
};

/** The system's address as browsers write it: without the port that the scheme has by default. */
const publicUrlOf = (port: number): string => new URL(`http://${loopback}:${port}`).origin;

/** At the end it goes from the edge inwards: what has begun is finished, and nothing new comes in. */
const startParts = async (settings: SystemSettings, undo: Undo): Promise<Omit<System, 'stop'>> => {
  const { port, logger } = settings;
  const publicUrl = publicUrlOf(port);
  const issuer = `${publicUrl}/realms/jixiao`;
  const host = await openEmbeddedHost(settings, issuer);
  undo(() => host.stop());
  const { readiness, metrics } = host;
  const management = await openManagementServer({ host: loopback, port: 0, readiness, metrics });
  undo(() => management.close());
  const partners = await startPartners({
    publicUrl,
    issuer,
    logger,
    ...(settings.partnerFolder === undefined ? {} : { folder: settings.partnerFolder }),
  });
  undo(() => partners.stop());
  const workers = addServices(host, { partners, keys: settings.keys, logger });
  undo(() => workers.stop());
  // The services ask the issuer for their tokens as soon as they start, so it listens first.
  const { gateway } = await openGateway(settings, host);
  undo(() => gateway.close());
  await host.start();
  workers.start();
  return { url: publicUrl, issuer, partners, managementUrl: management.url, host };
};

/** Starts the system on a migrated database. One that can't start leaves nothing open. */
export const startSystem = async (settings: SystemSettings): Promise<System> => {
  const { parts, stop } = await startInOrder(
    (undo) => startParts(settings, undo),
    (error) => settings.logger.warn({ err: error }, 'a system that could not start did not end in order'),
  );
  return { ...parts, stop };
};
