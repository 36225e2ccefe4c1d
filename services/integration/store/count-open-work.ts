// What this service is about that no event shows, in all counties: read by the exchange role for `settled` (exchange rule E21).
import { type QueryExecutorProvider, sql } from 'kysely';

/**
 * Running synchronisations, and deliveries that a worker still has to put to the province. What HR is due does not count: it
 * waits in the feed for HR to read it, for days perhaps.
 */
export const countOpenWork = async (tx: QueryExecutorProvider): Promise<number> => {
  const { rows } = await sql<{ open: string }>`
    select (select count(*) from synchronisation where state = 'running')
      + (select count(*) from delivery where partner = 'province' and state in ('due', 'sent')) as open`.execute(tx);
  return Number(rows[0]?.open ?? 0);
};
