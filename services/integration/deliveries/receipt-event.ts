// The event that tells the others what a partner said of a delivery.
import type { Receipt } from '../domain/acknowledgement.ts';
import type { Sent } from '../handler.ts';
import type { DeliveryRow } from '../store/delivery-row.ts';

type Acknowledged = 'cn.jixiao.integration.DeliveryAcknowledged.v1';
type Rejected = 'cn.jixiao.integration.DeliveryRejected.v1';

/** An event of a receipt, under the key of the delivered record. */
export type ReceiptEvent =
  | { readonly type: Acknowledged; readonly key: string; readonly payload: Sent[Acknowledged] }
  | { readonly type: Rejected; readonly key: string; readonly payload: Sent[Rejected] };

/** DeliveryRejected for a reject, DeliveryAcknowledged for the rest. */
export const receiptEvent = (
  delivery: Pick<DeliveryRow, 'id' | 'partner' | 'kind' | 'record_key' | 'version'>,
  receipt: Receipt,
): ReceiptEvent => {
  const { id: deliveryId, partner, kind, record_key: recordKey, version } = delivery;
  const about = { deliveryId, partner, kind, recordKey, version, date: receipt.receiptDate };
  if (receipt.state === 'rejected') {
    const payload = { ...about, code: receipt.rejectCode ?? '' };
    return { type: 'cn.jixiao.integration.DeliveryRejected.v1', key: recordKey, payload };
  }
  const payload = { ...about, outcome: receipt.state, executedDocument: receipt.executedDocument };
  return { type: 'cn.jixiao.integration.DeliveryAcknowledged.v1', key: recordKey, payload };
};
