// A Kysely driver over one pg connection that is already inside a transaction.
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { PoolClient } from './pg.ts';

/** Gives the connection of the running transaction. */
export type Connect = () => PoolClient;

const refuse = (): Promise<never> =>
  Promise.reject(new Error('A transaction is already open: it is begun and ended by Database.transact alone.'));

const connectionOf = (connect: Connect): DatabaseConnection => ({
  executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
    const result = await connect().query<R & object>(query.sql, [...query.parameters]);
    const rows = result.rows;
    return ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
      ? { rows, numAffectedRows: BigInt(result.rowCount ?? 0) }
      : { rows };
  },
  streamQuery: () => {
    throw new Error(
      'A query is not streamed through Kysely: large sets are read through a cursor of the raw connection.',
    );
  },
});

/** The driver: Kysely asks it for a connection for each query, and always gets that of the transaction. */
export const clientDriver = (connect: Connect): Driver => {
  const connection = connectionOf(connect);
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: () => Promise.resolve(),
  };
};
