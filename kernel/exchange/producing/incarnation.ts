// The life of a producer: its own id, and the database cluster that it lives in (exchange rule E3).
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { checkShards } from '#kernel/exchange/shard.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';

/** Who this producer is. Positions count within the incarnation; transaction ids mean something within the cluster only. */
export interface Producer {
  readonly source: string;
  readonly incarnation: string;
  readonly systemIdentifier: string;
}

/** Reads the newest incarnation, and opens the first one where there is none. Two processes that start at once agree. */
export const openProducer = (database: Transactor, source: string): Promise<Producer> =>
  database.transact('exchange', async (tx) => {
    await checkShards(tx);
    await sql`select pg_advisory_xact_lock(hashtext(current_schema() || '.incarnation'))`.execute(tx);
    const newest = sql<{ id: string }>`select id from incarnation order by number desc limit 1`;
    let id = (await newest.execute(tx)).rows[0]?.id;
    if (id === undefined) {
      id = randomUUID();
      await sql`insert into incarnation (id) values (${id})`.execute(tx);
    }
    const { rows } = await sql<{ cluster: string }>`
      select system_identifier::text as cluster from pg_control_system()`.execute(tx);
    const systemIdentifier = rows[0]?.cluster;
    if (systemIdentifier === undefined) throw new Error('The database cluster has no system identifier.');
    return { source, incarnation: id, systemIdentifier };
  });
