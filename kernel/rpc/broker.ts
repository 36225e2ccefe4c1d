// The one place where a Moleculer broker is made, with the settings that its defaults lack.
import { ServiceBroker } from 'moleculer';
import type { Logger } from 'pino';
import type { NatsOptions } from '#kernel/nats/nats-options.ts';
import { cborSerializer } from './codec.ts';
import { guard } from './guard.ts';
import { moleculerLogger } from './logger.ts';
import type { TransportHealth } from './transport/health.ts';
import { natsTransport } from './transport/transporter.ts';

/** What a process says about its broker. */
export interface BrokerSettings {
  /** Unique among running processes, and stable for a pod. */
  readonly nodeId: string;
  /** Keeps installations on one NATS apart. */
  readonly namespace: string;
  /** Absent in the embedded start: calls stay in the process. */
  readonly nats?: NatsOptions;
  readonly logger: Logger;
  /** Where other processes pipe large bodies to, such as `http://10.0.3.7:9301`. */
  readonly internalUrl?: string;
  /** How long a call may take before it counts as unanswered. */
  readonly requestTimeoutMs?: number;
  /** How long a stop waits for calls that are being handled. */
  readonly drainTimeoutMs?: number;
  /** Called when Moleculer wants to end the process; what ends it is the program's decision. */
  readonly onFatal?: (reason: string) => void;
}

/** A broker and what a program needs of it. */
export interface Rpc {
  /** For `serveOperations` and `createClient` alone. */
  readonly broker: ServiceBroker;
  /** Resolves when the node is connected; it tries for ever. Rejects when it is stopped before. */
  readonly start: () => Promise<void>;
  /** Takes no more calls, finishes those in hand, answers them, then leaves. */
  readonly stop: () => Promise<void>;
  readonly health: () => TransportHealth;
  /** Internal addresses of the live processes of a service, in the order of their node ids. */
  readonly internalUrls: (service: string) => readonly string[];
}

const requestTimeoutDefaultMs = 15_000;
const drainTimeoutDefaultMs = 20_000;
const callLevelMax = 8;
const pendingRequestsMax = 5_000;
const heartbeatSeconds = 3;
const heartbeatTimeoutSeconds = 10;
// Moleculer's types don't know the second; without that delay a node takes calls as soon as it has started.
const transit = { maxQueueSize: pendingRequestsMax, serviceChangedDebounceTime: 0 };
// Other nodes need this long to hear that a node leaves.
const leaveMs = 500;

/** Builds a broker; it does nothing until `start`. */
export const createBroker = (settings: BrokerSettings): Rpc => {
  const { nats, logger, internalUrl } = settings;
  const transport = nats === undefined ? undefined : natsTransport(nats, logger);
  const listeners = process.getMaxListeners();
  const broker: ServiceBroker = new ServiceBroker({
    nodeID: settings.nodeId,
    namespace: settings.namespace,
    logger: moleculerLogger(logger),
    transporter: transport?.transporter ?? null,
    serializer: cborSerializer(),
    // With it off, calls go to MOL.REQ.<node> and no ACL of NATS could grant them one by one.
    disableBalancer: transport !== undefined,
    requestTimeout: settings.requestTimeoutMs ?? requestTimeoutDefaultMs,
    maxCallLevel: callLevelMax,
    heartbeatInterval: heartbeatSeconds,
    heartbeatTimeout: heartbeatTimeoutSeconds,
    tracking: { enabled: true, shutdownTimeout: settings.drainTimeoutMs ?? drainTimeoutDefaultMs },
    registry: { stopDelay: leaveMs },
    transit,
    // Admission checks by the contract's own schemas; fastest-validator would keep unknown properties.
    validator: false,
    // Without a balancer Moleculer's breaker opens endpoints that nobody consults; the client has one of its own.
    circuitBreaker: { enabled: false },
    // A repeated write needs an idempotency key, which only the caller has.
    retryPolicy: { enabled: false },
    internalServices: false,
    // Otherwise a failed start would end with code 0, by process.exit in Moleculer's own signal handlers.
    skipProcessEventRegistration: true,
    metadata: internalUrl === undefined ? {} : { internalUrl },
    middlewares: [guard({ nodeId: settings.nodeId, instanceId: () => broker.instanceID, logger })],
  });
  // Moleculer lifts the limit on listeners for the whole process, which would hide leaks of our own.
  process.setMaxListeners(listeners);
  broker.fatal = (reason, error) => {
    logger.fatal({ err: error }, reason);
    settings.onFatal?.(reason);
  };
  const ended = Promise.withResolvers<never>();
  // Whoever doesn't await a start any more needn't hear that it was given up.
  ended.promise.catch(() => undefined);
  return {
    broker,
    start: () => Promise.race([broker.start(), ended.promise]),
    stop: async () => {
      ended.reject(new Error('the node was stopped before it had started'));
      await broker.stop();
    },
    health: transport?.health ?? (() => ({ ready: true, reasons: [] })),
    internalUrls: (service) => internalUrlsOf(broker, service),
  };
};

const internalUrlsOf = (broker: ServiceBroker, service: string): string[] =>
  broker.registry.nodes
    .toArray()
    .filter((node) => node.available && node.services.some(({ name }) => name === service))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap(({ metadata }) => (typeof metadata?.['internalUrl'] === 'string' ? [metadata['internalUrl']] : []));
