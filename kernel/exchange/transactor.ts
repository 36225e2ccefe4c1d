// The part of a database that the exchange needs: transactions in which plain SQL runs.
import type { QueryExecutorProvider } from 'kysely';
import type { TransactOptions } from '#kernel/database/database.ts';
import type { Scope } from '#kernel/database/scope.ts';

/** `Database<DB>` for any DB: the exchange's own tables are reached by SQL text. */
export interface Transactor {
  transact<T>(scope: Scope, work: (tx: QueryExecutorProvider) => Promise<T>, options?: TransactOptions): Promise<T>;
  /** For one read: one round trip instead of three, which counts where it is repeated all day. */
  read<T>(scope: Scope, work: (tx: QueryExecutorProvider) => Promise<T>): Promise<T>;
}
