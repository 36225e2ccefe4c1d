// getDelivery.
import { problem } from '#kernel/problem/problem.ts';
import type { IntegrationHandler } from '../handler.ts';
import { findDelivery } from '../store/deliveries.ts';
import { deliveryRecord } from './delivery-record.ts';

/** One delivery with its receipt. NOT_FOUND also for another county's. */
export const getDelivery: IntegrationHandler<'getDelivery'> = async ({ path }, call) => {
  const row = await findDelivery(call.tx, path.deliveryId);
  if (row === undefined) throw problem('NOT_FOUND', { what: '交付' });
  return { status: 200, body: deliveryRecord(row) };
};
