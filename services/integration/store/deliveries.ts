// Deliveries: a page of a county's, one by id, those behind feed numbers, and the earlier versions of a record.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { DeliveryState, EarlierVersion, Partner } from '../domain/delivery.ts';
import { type DeliveryRow, deliveriesWithNumbers, deliveryColumns } from './delivery-row.ts';
import type { DB } from './tables.ts';

/** One delivery more than the page shows, if there is one, newest first. */
export const listDeliveriesOf = async (
  tx: Transaction<DB>,
  county: string,
  filter: { readonly partner: Partner | undefined; readonly state: DeliveryState | undefined },
  page: PageRequest,
): Promise<DeliveryRow[]> => {
  const [before] = page.after ?? [];
  const conditions = [
    sql<SqlBool>`d.county = ${county}`,
    ...(filter.partner === undefined ? [] : [sql<SqlBool>`d.partner = ${filter.partner}`]),
    ...(filter.state === undefined ? [] : [sql<SqlBool>`d.state = ${filter.state}`]),
    ...(before === undefined ? [] : [sql<SqlBool>`d.ordinal < ${before}::bigint`]),
  ];
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryColumns} from ${deliveriesWithNumbers} where ${sql.join(conditions, sql` and `)}
    order by d.ordinal desc limit ${page.limit + 1}`.execute(tx);
  return rows;
};

/** The delivery of an id; undefined where the transaction's counties have none. */
export const findDelivery = async (tx: Transaction<DB>, id: string): Promise<DeliveryRow | undefined> => {
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryColumns} from ${deliveriesWithNumbers} where d.id = ${id}`.execute(tx);
  return rows[0];
};

/** Locks the delivery of an id and gives it. */
export const lockDelivery = async (tx: Transaction<DB>, id: string): Promise<DeliveryRow | undefined> => {
  await sql`select from delivery where id = ${id} for update`.execute(tx);
  return findDelivery(tx, id);
};

/** Locks the deliveries that stand under these numbers of a subscription, and gives them by number. */
export const lockNumbered = async (
  tx: Transaction<DB>,
  subscription: string,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, DeliveryRow>> => {
  const behind = sql<SqlBool>`n.subscription = ${subscription} and n.number = any (${numbers}::bigint[])`;
  await sql`
    select from delivery where id in (select d.id from ${deliveriesWithNumbers} where ${behind})
    order by ordinal for update`.execute(tx);
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryColumns} from ${deliveriesWithNumbers} where ${behind}`.execute(tx);
  return new Map(rows.map((row) => [row.number ?? '', row]));
};

/** Locks and gives the versions of a record that a partner was due before. */
export const earlierVersions = async (
  tx: Transaction<DB>,
  county: string,
  partner: Partner,
  recordKey: string,
): Promise<EarlierVersion[]> => {
  const rows = await tx
    .selectFrom('delivery')
    .select(['version', 'placed', 'state'])
    .where('county', '=', county)
    .where('partner', '=', partner)
    .where('record_key', '=', recordKey)
    .orderBy('version')
    .forUpdate()
    .execute();
  return rows.map(({ version, placed, state }) => ({ version, placed, state: state as DeliveryState }));
};

/** Marks what the partner has read as sent; a delivery that went further stays where it is. */
export const markSent = async (
  tx: Transaction<DB>,
  subscription: string,
  numbers: readonly string[],
): Promise<void> => {
  await sql`
    update delivery set state = 'sent' where state = 'due' and id in (
      select d.id from ${deliveriesWithNumbers}
      where n.subscription = ${subscription} and n.number = any (${numbers}::bigint[]))`.execute(tx);
};
