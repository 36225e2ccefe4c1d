// The variables that each service's process reads.
import { hostname } from 'node:os';
import { namespacePattern } from '#kernel/bus/jetstream/names.ts';
import type { Variable, Variables } from '#kernel/config/variable.ts';
import { address, choice, integer, list, matching, text } from '#kernel/config/variable.ts';
import { tokenLifeSecondsDefault } from '#kernel/identity/verifier.ts';
import { type LogLevel, logLevels } from '#kernel/logging/logger.ts';

const port = { unit: 'port', min: 0, max: 65_535 };
const postgres = ['postgres', 'postgresql'];

/** The variables and their types. */
export interface ServiceVariables extends Variables {
  readonly JIXIAO_DATABASE_URL: Variable<string>;
  readonly JIXIAO_EXCHANGE_DATABASE_URL: Variable<string>;
  readonly JIXIAO_OWNER_DATABASE_URL: Variable<string>;
  readonly JIXIAO_DATABASE_POOL_MAX: Variable<number>;
  readonly JIXIAO_NATS_SERVERS: Variable<readonly string[]>;
  readonly JIXIAO_NATS_USER: Variable<string>;
  readonly JIXIAO_NATS_PASSWORD: Variable<string>;
  readonly JIXIAO_NATS_CREDENTIALS_FILE: Variable<string>;
  readonly JIXIAO_NATS_CA_FILE: Variable<string>;
  readonly JIXIAO_NATS_CERTIFICATE_FILE: Variable<string>;
  readonly JIXIAO_NATS_KEY_FILE: Variable<string>;
  readonly JIXIAO_NATS_REPLICAS: Variable<number>;
  readonly JIXIAO_NATS_STREAM_MIB: Variable<number>;
  readonly JIXIAO_NAMESPACE: Variable<string>;
  readonly JIXIAO_NODE_ID: Variable<string>;
  readonly JIXIAO_ISSUER: Variable<string>;
  readonly JIXIAO_ISSUER_INTERNAL: Variable<string>;
  readonly JIXIAO_TOKEN_LIFE_SECONDS: Variable<number>;
  readonly JIXIAO_CLIENT_SECRET: Variable<string>;
  readonly JIXIAO_INTERNAL_HOST: Variable<string>;
  readonly JIXIAO_INTERNAL_PORT: Variable<number>;
  readonly JIXIAO_MANAGEMENT_HOST: Variable<string>;
  readonly JIXIAO_MANAGEMENT_PORT: Variable<number>;
  readonly JIXIAO_STANDSTILL_MS: Variable<number>;
  readonly JIXIAO_LOG_LEVEL: Variable<LogLevel>;
}

/** The variables, each with its meaning and unit. */
export const serviceVariables: ServiceVariables = {
  JIXIAO_DATABASE_URL: address({
    description: "PostgreSQL as the service's own role, which row-level security binds",
    schemes: postgres,
    secret: true,
  }),
  JIXIAO_EXCHANGE_DATABASE_URL: address({
    description: 'The same database as the role <service>_exchange, for relay, auditor and audit chain',
    schemes: postgres,
    secret: true,
  }),
  JIXIAO_OWNER_DATABASE_URL: text({
    description:
      'The same database as <service>_owner: when it is given, the schema is migrated at start. Empty where a deployment migrates apart',
    fallback: '',
    secret: true,
  }),
  JIXIAO_DATABASE_POOL_MAX: integer({
    description:
      "Connections of the service's role at most for commands, as many for reads, and half as many of each for its exchange",
    unit: 'connections',
    min: 2,
    max: 200,
    fallback: 10,
  }),
  JIXIAO_NATS_SERVERS: list({
    description: 'Addresses of NATS with JetStream, without user and password. One with tls:// demands TLS of all',
  }),
  JIXIAO_NATS_USER: text({ description: 'User at NATS', fallback: '' }),
  JIXIAO_NATS_PASSWORD: text({ description: 'Password at NATS', fallback: '', secret: true }),
  JIXIAO_NATS_CREDENTIALS_FILE: text({
    description: 'A .creds file (JWT and NKEY seed) to sign in at NATS with, instead of user and password',
    fallback: '',
  }),
  JIXIAO_NATS_CA_FILE: text({
    description:
      "The authorities (PEM) that NATS's certificate must come from. It demands TLS; empty, those that Node knows count",
    fallback: '',
  }),
  JIXIAO_NATS_CERTIFICATE_FILE: text({
    description: 'The certificate (PEM) that this process shows to NATS, where NATS wants one. It demands TLS',
    fallback: '',
  }),
  JIXIAO_NATS_KEY_FILE: text({ description: 'The key (PEM) of that certificate', fallback: '' }),
  JIXIAO_NATS_REPLICAS: integer({
    description: 'Copies of each stream: 3 on a cluster of three failure domains',
    unit: 'copies',
    min: 1,
    max: 5,
    fallback: 1,
  }),
  JIXIAO_NATS_STREAM_MIB: integer({
    description: 'What a stream, one for each service, keeps at most. The server reserves it when the stream is made',
    unit: 'MiB',
    min: 16,
    max: 1_048_576,
    fallback: 4_096,
  }),
  JIXIAO_NAMESPACE: matching({
    description: 'Keeps installations on one NATS account apart: all their subjects and streams begin with it',
    pattern: namespacePattern,
    form: 'a lower-case letter, then up to 30 of a-z, 0-9 and -',
    fallback: 'jixiao',
  }),
  JIXIAO_NODE_ID: text({
    description: 'Name of this process on the bus, unique and stable for a pod',
    fallback: `${hostname()}-${process.pid}`,
  }),
  JIXIAO_ISSUER: address({
    description: 'The OpenID Connect issuer as its tokens say it, to the letter',
    schemes: ['http', 'https'],
  }),
  JIXIAO_ISSUER_INTERNAL: text({
    description: 'The same issuer as services reach it, where that is another address; else empty',
    fallback: '',
  }),
  JIXIAO_TOKEN_LIFE_SECONDS: integer({
    description: 'How long an access token may live: one with a longer life is refused, whatever the issuer says',
    unit: 'seconds',
    min: 60,
    max: 86_400,
    fallback: tokenLifeSecondsDefault,
  }),
  JIXIAO_CLIENT_SECRET: text({
    description: "Secret of the service's client svc-<service> at the issuer",
    secret: true,
  }),
  JIXIAO_INTERNAL_HOST: text({
    description: 'Address at which the other services reach this process for large bodies',
    fallback: '127.0.0.1',
  }),
  JIXIAO_INTERNAL_PORT: integer({ description: 'Its port; 0 takes a free one', fallback: 0, ...port }),
  JIXIAO_MANAGEMENT_HOST: text({ description: 'Address of health and metrics', fallback: '127.0.0.1' }),
  JIXIAO_MANAGEMENT_PORT: integer({
    description: 'Port of health and metrics; 0 takes a free one',
    fallback: 0,
    ...port,
  }),
  JIXIAO_STANDSTILL_MS: integer({
    description: 'How long a watermark stands still before the auditor sends again (E10)',
    unit: 'milliseconds',
    min: 500,
    max: 600_000,
    fallback: 30_000,
  }),
  JIXIAO_LOG_LEVEL: choice({ description: 'How much is logged', words: logLevels, fallback: 'info' }),
};
