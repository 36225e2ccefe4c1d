// A service's database: every statement runs in a transaction that carries its scope.
import {
  CompiledQuery,
  DefaultQueryExecutor,
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Transaction,
} from 'kysely';
import { type Connect, clientConnections, clientDriver } from './client-driver.ts';
import type { Client, PoolClient } from './pg.ts';
import type { Scope } from './scope.ts';
import { directClient, openScopedPool, type PoolSettings } from './scoped-pool.ts';

/** How a transaction runs; the default reads and writes at READ COMMITTED. */
export interface TransactOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
}

/** The one way to a service's tables. */
export interface Database<DB> {
  /**
   * Runs `work` in one transaction that sees only the rows of `scope`. An error of `work` rolls it back and is thrown on.
   * A COMMIT that the server answers with ROLLBACK is an error too, since the effect is not there.
   */
  transact<T>(scope: Scope, work: (tx: Transaction<DB>) => Promise<T>, options?: TransactOptions): Promise<T>;
  /**
   * Runs reads of `scope`, each statement a read-only transaction of its own: at READ COMMITTED that is what one transaction
   * would give, for a third of the round trips. A statement that writes is SQLSTATE 25006.
   */
  read<T>(scope: Scope, work: (tx: Transaction<DB>, client: PoolClient) => Promise<T>): Promise<T>;
  /** The same on the driver's own connection, for COPY and cursors: `work` gets both views of one transaction. */
  transactRaw<T>(
    scope: Scope,
    work: (tx: Transaction<DB>, client: PoolClient) => Promise<T>,
    options?: TransactOptions,
  ): Promise<T>;
  /** A connection outside the pool, for session locks and LISTEN. The caller connects and ends it. */
  direct(): InstanceType<typeof Client>;
  close(): Promise<void>;
}

const begin = (options: TransactOptions): string =>
  `begin isolation level ${options.isolation ?? 'read committed'}${options.readOnly === true ? ' read only' : ''}`;

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/** Kysely over one connection of ours: the transaction is begun and ended outside it, so it is handed out as a transaction. */
const kyselyOn = <DB>(connect: Connect): Transaction<DB> => {
  const driver = clientDriver(connect);
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => compiler,
  };
  const executor = new DefaultQueryExecutor(compiler, adapter, clientConnections(connect));
  return new Kysely<DB>({ config: { dialect }, dialect, driver, executor }) as Transaction<DB>;
};

/** Opens a service's database with its own pool. Nothing connects before the first transaction. */
export const openDatabase = <DB>(settings: PoolSettings): Database<DB> => {
  const pool = openScopedPool(settings);
  const readers = openScopedPool({ ...settings, readOnly: true });
  const views = new WeakMap<PoolClient, Transaction<DB>>();
  // One view for the life of a connection: making it costs as much as a statement.
  const viewOf = (client: PoolClient): Transaction<DB> => {
    const known = views.get(client);
    if (known !== undefined) return known;
    const view = kyselyOn<DB>(() => client);
    views.set(client, view);
    return view;
  };
  const transactRaw: Database<DB>['transactRaw'] = async (scope, work, options = {}) => {
    const client = await pool.acquire(scope);
    let broken: Error | undefined;
    try {
      await client.query(begin(options));
      const result = await work(viewOf(client), client);
      const answer = await client.query('commit');
      if (answer.command !== 'COMMIT')
        throw new Error('The database rolled back a transaction that was to be committed.');
      return result;
    } catch (error) {
      // A connection that can't roll back is of no use to the next caller.
      await client.query('rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error('rollback failed', { cause: failure });
      });
      throw error;
    } finally {
      pool.release(client, broken);
    }
  };
  const read: Database<DB>['read'] = async (scope, work) => {
    const client = await readers.acquire(scope);
    try {
      return await work(viewOf(client), client);
    } finally {
      readers.release(client);
    }
  };
  return {
    read,
    transactRaw,
    transact: (scope, work, options) => transactRaw(scope, (tx) => work(tx), options),
    direct: () => directClient(settings),
    close: async () => {
      await Promise.all([pool.end(), readers.end()]);
    },
  };
};

/** A parameterised statement as Kysely runs it, where a query is plain text. */
export const statement = (text: string, values: readonly unknown[] = []): CompiledQuery =>
  CompiledQuery.raw(text, [...values]);
