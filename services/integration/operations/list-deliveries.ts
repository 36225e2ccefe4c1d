// listDeliveries.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { IntegrationHandler } from '../handler.ts';
import { listDeliveriesOf } from '../store/deliveries.ts';
import { deliveryRecord } from './delivery-record.ts';

/** The deliveries of a county with their receipts, newest first. */
export const listDeliveries: IntegrationHandler<'listDeliveries'> = async ({ query }, call) => {
  const page = pageOf(query, ['serial']);
  const rows = await listDeliveriesOf(call.tx, query.county, { partner: query.partner, state: query.state }, page);
  return { status: 200, body: paged(rows, page, (row) => [row.ordinal], deliveryRecord) };
};
