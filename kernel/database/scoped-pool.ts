// A pool whose connections remember the scope that they were given last, so that it is set only when it differs.
import type { Logger } from 'pino';
import { Client, Pool, type PoolClient } from './pg.ts';
import { countiesSetting, type Scope } from './scope.ts';

const SECOND = 1_000;

/** How a pool reaches its database. */
export interface PoolSettings {
  readonly url: string;
  readonly schema: string;
  readonly applicationName: string;
  /** Connections at most. */
  readonly poolMax: number;
  readonly logger: Logger;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  /** Every statement is a read-only transaction of its own unless one is begun: what a query needs takes one round trip. */
  readonly readOnly?: boolean;
  readonly lockTimeoutMs?: number;
}

/** Connections that come out with the scope already set. Nobody reaches the pool past it. */
export interface ScopedPool {
  acquire(scope: Scope): Promise<PoolClient>;
  /** Gives a connection back; after a connection-level error it is closed instead. */
  release(client: PoolClient, error?: Error): void;
  end(): Promise<void>;
}

const connectionOptions = (settings: PoolSettings): string =>
  [
    `search_path=${settings.schema}`,
    `statement_timeout=${settings.statementTimeoutMs ?? 30 * SECOND}`,
    `lock_timeout=${settings.lockTimeoutMs ?? 10 * SECOND}`,
    `idle_in_transaction_session_timeout=${60 * SECOND}`,
    'timezone=UTC',
    ...(settings.readOnly === true ? ['default_transaction_read_only=on'] : []),
  ]
    .map((option) => `-c ${option}`)
    .join(' ');

/** The driver's settings for one connection of a schema: used by the pool and by connections outside it. */
export const connectionConfig = (
  settings: PoolSettings,
): {
  connectionString: string;
  application_name: string;
  options: string;
  keepAlive: boolean;
  keepAliveInitialDelayMillis: number;
  connectionTimeoutMillis: number;
} => ({
  connectionString: settings.url,
  application_name: settings.applicationName,
  options: connectionOptions(settings),
  keepAlive: true,
  // Left to the system, the first probe comes after two hours: a database host that vanished would hold the pool as long.
  keepAliveInitialDelayMillis: 10 * SECOND,
  connectionTimeoutMillis: settings.connectTimeoutMs ?? 5 * SECOND,
});

/** Opens the pool. It connects at the first use. */
export const openScopedPool = (settings: PoolSettings): ScopedPool => {
  const pool = new Pool({ ...connectionConfig(settings), max: settings.poolMax, maxLifetimeSeconds: 1_800 });
  const scopes = new WeakMap<PoolClient, string>();
  let ending = false;
  // Without a listener, a connection that the server closes would end the process. The reason alone is logged: the error of an idle
  // connection holds the whole connection, with the key that cancels its statements. Of a pool that is ended nothing is lost.
  const noteLoss =
    (what: string) =>
    ({ message }: Error): void => {
      if (!ending) settings.logger.warn({ reason: message }, what);
    };
  pool.on('error', noteLoss('an idle database connection was lost'));
  pool.on('connect', (client) => {
    client.on('error', noteLoss('a database connection was lost'));
  });
  return {
    acquire: async (scope) => {
      // It refuses a faulty scope: before a connection is taken, which would not come back.
      const wanted = countiesSetting(scope);
      const client = await pool.connect();
      if (scopes.get(client) === wanted) return client;
      try {
        await client.query("select set_config('jixiao.counties', $1, false)", [wanted]);
      } catch (error) {
        client.release(error instanceof Error ? error : true);
        throw error;
      }
      scopes.set(client, wanted);
      return client;
    },
    release: (client, error) => {
      if (error !== undefined) scopes.delete(client);
      client.release(error);
    },
    end: () => {
      ending = true;
      return pool.end();
    },
  };
};

/**
 * A connection outside the pool, for session locks and LISTEN. The caller ends it. Its statements are short: one that gets no
 * answer fails soon, so that whoever holds locks by a dead connection learns it.
 */
export const directClient = (settings: PoolSettings): InstanceType<typeof Client> =>
  new Client({ ...connectionConfig(settings), query_timeout: 10 * SECOND });
