// Taking what a partner says of a delivery: the new state, and the event that tells the others.
import type { Receipt } from '../domain/acknowledgement.ts';
import type { IntegrationCall } from '../handler.ts';
import type { DeliveryRow } from '../store/delivery-row.ts';
import { saveReceipt } from '../store/save-receipt.ts';
import { receiptEvent } from './receipt-event.ts';

/** Stores the receipt and sends its event, in the transaction of the call. */
export const takeReceipt = async (
  call: Pick<IntegrationCall, 'tx' | 'append'>,
  delivery: DeliveryRow,
  receipt: Receipt,
): Promise<void> => {
  await saveReceipt(call.tx, delivery, receipt);
  await call.append({ county: delivery.county, ...receiptEvent(delivery, receipt) });
};
