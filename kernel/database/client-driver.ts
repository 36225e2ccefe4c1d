// A Kysely driver over one pg connection that is already inside a transaction.
import type { CompiledQuery, ConnectionProvider, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { PoolClient } from './pg.ts';

/** Gives the connection of the running transaction. */
export type Connect = () => PoolClient;

const refuse = (): Promise<never> =>
  Promise.reject(new Error('A transaction is already open: it is begun and ended by Database.transact alone.'));

// Statements are built from few texts, so the server parses and plans each once a connection. Past the limit, where a text
// holds what should be a parameter, they run unnamed: a server's memory is not for that.
const namedTextsMax = 1_000;
const names = new Map<string, string>();

const nameOf = (text: string): string | undefined => {
  const known = names.get(text);
  if (known !== undefined || names.size >= namedTextsMax) return known;
  const name = `q${names.size + 1}`;
  names.set(text, name);
  return name;
};

const connectionOf = (connect: Connect): DatabaseConnection => ({
  executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
    const name = nameOf(query.sql);
    const result = await connect().query<R & object>({
      text: query.sql,
      values: [...query.parameters],
      ...(name === undefined ? {} : { name }),
    });
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

/** The connection as Kysely asks for it before each query: always that of the transaction, at once. */
export const clientConnections = (connect: Connect): ConnectionProvider => {
  const connection = connectionOf(connect);
  return { provideConnection: (consumer) => consumer(connection) };
};

/** The driver, which Kysely needs beside: it refuses to begin what is begun and ended outside it. */
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
