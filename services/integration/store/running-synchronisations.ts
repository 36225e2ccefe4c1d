// The synchronisations that are running, in all counties: read by the exchange role.
import { type QueryExecutorProvider, sql } from 'kysely';
import type { DataSet, RunningSynchronisation } from '../domain/synchronisation.ts';
import { isFree } from '../workers/claims.ts';

interface Row {
  readonly id: string;
  readonly county: string;
  readonly data_set: string;
  readonly ordinal: string;
  readonly ready: boolean;
}

/** Every running synchronisation; `ready` where its time has come and nobody holds it. */
export const runningSynchronisations = async (tx: QueryExecutorProvider): Promise<RunningSynchronisation[]> => {
  const { rows } = await sql<Row>`
    select id, county, data_set, ordinal, ${isFree} as ready from synchronisation where state = 'running'
    order by ordinal`.execute(tx);
  return rows.map(({ id, county, data_set, ordinal, ready }) => ({
    id,
    county,
    dataSet: data_set as DataSet,
    ordinal: BigInt(ordinal),
    ready,
  }));
};
