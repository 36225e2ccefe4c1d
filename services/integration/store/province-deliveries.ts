// The deliveries that are to be put to the province: those that are due in all counties, and one in full.
import { type QueryExecutorProvider, sql, type Transaction } from 'kysely';
import { isFree, type Work } from '../workers/claims.ts';
import type { DeliveryRow } from './delivery-row.ts';
import type { DB } from './tables.ts';

const dueAtATime = 50;

/** What is due, oldest first. A later version of a record waits until the earlier one has its receipt. Read by the exchange role. */
export const dueProvinceDeliveries = async (tx: QueryExecutorProvider): Promise<Work[]> => {
  const { rows } = await sql<Work>`
    select county, id from delivery d
    where partner = 'province' and state in ('due', 'sent') and ${isFree} and not exists (
      select from delivery earlier where earlier.county = d.county and earlier.partner = d.partner
        and earlier.record_key = d.record_key and earlier.version < d.version and earlier.state in ('due', 'sent'))
    order by ordinal limit ${dueAtATime}`.execute(tx);
  return rows;
};

/** A delivery as it is put to the province. */
export interface PutDelivery
  extends Pick<DeliveryRow, 'county' | 'id' | 'partner' | 'kind' | 'record_key' | 'version' | 'digest'> {
  readonly attempts: number;
  readonly body: string;
  readonly partner_path: string;
  readonly traceparent: string | null;
}

/** The delivery with what is put; undefined where it is not one of the province's. */
export const findPutDelivery = async (tx: Transaction<DB>, { county, id }: Work): Promise<PutDelivery | undefined> => {
  const { rows } = await sql<PutDelivery>`
    select county, id, partner, kind, record_key, version, digest, attempts, body, partner_path, traceparent
    from delivery
    where county = ${county} and id = ${id} and partner_path is not null`.execute(tx);
  return rows[0];
};
