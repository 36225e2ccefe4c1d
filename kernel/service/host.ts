// A process that hosts services: what they stand on, opened in order and closed in reverse.
import type { Logger } from 'pino';
import type { Bus } from '#kernel/bus/port.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { ExchangeConfig } from '#kernel/exchange/limits.ts';
import { openServiceToken, type ServiceToken } from '#kernel/identity/service-token.ts';
import { createVerifier, type Verifier } from '#kernel/identity/verifier.ts';
import type { Metrics } from '#kernel/metrics/metrics.ts';
import { type InternalServer, openInternalServer } from '#kernel/operation/internal-server.ts';
import { type Precheck, precheckBy } from '#kernel/operation/precheck.ts';
import { type Readiness, type ReadinessCheck, readinessOf } from '#kernel/process/readiness.ts';
import { startInOrder, type Undo } from '#kernel/process/started.ts';
import { type BrokerSettings, createBroker, type Rpc } from '#kernel/rpc/broker.ts';
import { createClient } from '#kernel/rpc/client.ts';
import type { ServiceDefinition } from './definition.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { type PreparedService, prepareService } from './run-service.ts';

/** What a process says about itself. */
export interface HostSettings {
  readonly nodeId: string;
  readonly namespace: string;
  /** Absent in the embedded start: calls stay in the process. */
  readonly nats?: NonNullable<BrokerSettings['nats']>;
  readonly bus: Bus;
  readonly internalHost: string;
  readonly internalPort: number;
  readonly issuer: string;
  /** Where services reach the issuer, when it is another address than people use. */
  readonly issuerInternal?: string;
  readonly audience: string;
  /** Seconds that a token may live; an hour where it is not given. */
  readonly tokenLifeSecondsMax?: number;
  readonly exchangeConfig: ExchangeConfig;
  readonly databaseUrl: (role: string) => string;
  readonly poolMax: number;
  /** The secret of a service's client at the issuer. */
  readonly clientSecretOf: (service: string) => string;
  readonly logger: Logger;
  /** What the process measures; its management port may be open before the host is. */
  readonly metrics: Metrics;
}

/** What the process itself does with a service. */
type HostedService = Pick<PreparedService, 'start' | 'readiness' | 'exchange' | 'stop'>;

/** An open process. */
export interface Host {
  readonly dispatcher: Dispatcher;
  /** What is looked at before a body is read. */
  readonly precheck: Precheck;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** The own token of a service, for its clients and workers. */
  tokenOf(service: string): ServiceToken;
  /** Puts a service in place. Call it before `start`. */
  add<Ops, DB, Received extends EventMap, Sent extends EventMap>(
    definition: ServiceDefinition<Ops, DB, Received, Sent>,
  ): PreparedService<DB>;
  /** Connects the broker, then starts the exchange of each service. */
  start(): Promise<void>;
  /** Takes no more calls, ends those in hand, then the exchange, then the databases and the bus. */
  stop(): Promise<void>;
}

const certsOf = (issuer: string): string => `${issuer}/protocol/openid-connect/certs`;
const tokenUrlOf = (issuer: string): string => `${issuer}/protocol/openid-connect/token`;

const verifierOf = ({ issuer, issuerInternal, audience, tokenLifeSecondsMax, logger }: HostSettings): Verifier =>
  createVerifier({
    issuers: [{ issuer, ...(issuerInternal === undefined ? {} : { jwksUrl: certsOf(issuerInternal) }) }],
    audience,
    logger,
    ...(tokenLifeSecondsMax === undefined ? {} : { tokenLifeSecondsMax }),
  });

const readinessChecks = (settings: HostSettings, rpc: Rpc, services: ReadonlyMap<string, HostedService>): Readiness => {
  const broker = async (): Promise<Omit<ReadinessCheck, 'name'>> => {
    const { ready, reasons } = rpc.health();
    return ready ? { ready } : { ready, detail: reasons.join('; ') };
  };
  const bus = async (): Promise<Omit<ReadinessCheck, 'name'>> =>
    settings.bus.connected() ? { ready: true } : { ready: false, detail: 'the event bus can not be reached' };
  return readinessOf({
    broker,
    bus,
    ...Object.fromEntries([...services].map(([name, service]) => [name, () => service.readiness()])),
  });
};

interface HostGround {
  readonly internal: InternalServer;
  readonly rpc: Rpc;
  readonly services: Map<string, HostedService>;
}

/** At the end no more calls are taken and those in hand are ended, then the exchanges, then the databases and the bus. */
const openGround = async (settings: HostSettings, undo: Undo): Promise<HostGround> => {
  const { bus, logger } = settings;
  undo(() => bus.close());
  const services = new Map<string, HostedService>();
  undo(() => Promise.all([...services.values()].map((service) => service.stop())));
  const internal = await openInternalServer({ host: settings.internalHost, port: settings.internalPort, logger });
  undo(() => internal.close());
  const rpc = createBroker({
    nodeId: settings.nodeId,
    namespace: settings.namespace,
    ...(settings.nats === undefined ? {} : { nats: settings.nats }),
    logger,
    internalUrl: internal.url,
  });
  undo(() => rpc.stop());
  return { internal, rpc, services };
};

/**
 * Opens a process, which takes over the bus: it is closed with the host, also when the host can't be opened. The internal port
 * listens at once; the broker and the exchange wait for `start`. After a start that failed it must be stopped as well.
 */
export const openHost = async (settings: HostSettings): Promise<Host> => {
  const { logger, metrics } = settings;
  const verifier = verifierOf(settings);
  const { parts, stop } = await startInOrder(
    (undo) => openGround(settings, undo),
    (error) => logger.warn({ err: error }, 'a host that could not be opened did not end in order'),
  );
  const { internal, rpc, services } = parts;
  const dispatcher = createDispatcher(rpc, createClient({ rpc, now: () => performance.now() }));
  const tokens = new Map<string, ServiceToken>();
  const tokenOf = (service: string): ServiceToken => {
    const held = tokens.get(service);
    if (held !== undefined) return held;
    const tokenUrl = tokenUrlOf(settings.issuerInternal ?? settings.issuer);
    const token = openServiceToken({
      tokenUrl,
      clientId: `svc-${service}`,
      clientSecret: settings.clientSecretOf(service),
      verifier,
      logger,
    });
    tokens.set(service, token);
    return token;
  };
  return {
    dispatcher,
    precheck: precheckBy(verifier),
    metrics,
    readiness: () => readinessChecks(settings, rpc, services)(),
    tokenOf,
    add: (definition) => {
      const ground = { ...settings, rpc, internal, verifier };
      const service = prepareService(definition, ground);
      services.set(definition.name, service);
      return service;
    },
    start: async () => {
      await rpc.start();
      for (const [name, service] of services) {
        await service.start();
        metrics.watchExchange(name, () => service.exchange().status());
      }
    },
    stop,
  };
};
