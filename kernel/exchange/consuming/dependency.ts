// Facts that events of other keys wait for (exchange rule E2): order is promised per key only.
import { type QueryExecutorProvider, sql } from 'kysely';
import type { Dependency } from '#kernel/exchange/failure.ts';

/**
 * Records in the caller's transaction that a fact has arrived. Events that wait for it are redriven after the commit, by
 * any process of the service; one that begins to wait later finds it here.
 */
export const arrived = async (tx: QueryExecutorProvider, fact: Dependency): Promise<void> => {
  await sql`insert into arrival (type, key) values (${fact.type}, ${fact.key}) on conflict do nothing`.execute(tx);
};
