// How a program reaches NATS: addresses, credentials and TLS as settings, never as parts of a URL.
import { credsAuthenticator, type NodeConnectionOptions } from '@nats-io/transport-node';

/** Where NATS is and who we are there. */
export interface NatsOptions {
  /** Addresses such as `nats://nats-1:4222`, without user and password. */
  readonly servers: readonly string[];
  /** The name that the server's monitoring shows. */
  readonly name: string;
  readonly user?: string;
  readonly password?: string;
  /** The text of a `.creds` file: a JWT and its NKEY seed. */
  readonly credentials?: string;
  /** PEM texts. Given at all, even empty, it demands TLS. */
  readonly tls?: { readonly ca?: string; readonly certificate?: string; readonly key?: string };
}

const connectTimeoutMs = 5_000;
const reconnectWaitMs = 500;
const reconnectJitterMs = 500;
// A peer that vanished without closing the connection is noticed after two unanswered pings: 9 s at most.
const pingIntervalMs = 3_000;
const unansweredPingsMax = 2;

/** The client's options: it reconnects for ever and stays alive through refused credentials, which may be mended meanwhile. */
export const connectionOptions = (options: NatsOptions): NodeConnectionOptions => ({
  servers: [...options.servers],
  name: options.name,
  timeout: connectTimeoutMs,
  reconnect: true,
  maxReconnectAttempts: -1,
  reconnectTimeWait: reconnectWaitMs,
  reconnectJitter: reconnectJitterMs,
  pingInterval: pingIntervalMs,
  maxPingOut: unansweredPingsMax,
  ignoreAuthErrorAbort: true,
  ...(options.user === undefined ? {} : { user: options.user }),
  ...(options.password === undefined ? {} : { pass: options.password }),
  ...(options.credentials === undefined
    ? {}
    : { authenticator: credsAuthenticator(new TextEncoder().encode(options.credentials)) }),
  ...(options.tls === undefined ? {} : { tls: tlsOf(options.tls) }),
});

const tlsOf = ({
  ca,
  certificate,
  key,
}: NonNullable<NatsOptions['tls']>): NonNullable<NodeConnectionOptions['tls']> => ({
  ...(ca === undefined ? {} : { ca }),
  ...(certificate === undefined ? {} : { cert: certificate }),
  ...(key === undefined ? {} : { key }),
});
