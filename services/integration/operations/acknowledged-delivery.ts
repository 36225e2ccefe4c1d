// A delivery as an acknowledgement is judged against it.
import type { AcknowledgedDelivery } from '../domain/acknowledgement.ts';
import type { DeliveryRow } from '../store/delivery-row.ts';

/** What is known of the delivery. */
export const acknowledgedDelivery = (row: DeliveryRow): AcknowledgedDelivery => ({
  recordKey: row.record_key,
  version: row.version,
  kind: row.kind,
  state: row.state,
  decidedOn: row.decided_on,
  acceptedOn: row.accepted_on,
  receiptDate: row.receipt_date,
  rejectCode: row.reject_code,
  rejectDetail: row.reject_detail,
  executedDocument: row.executed_document,
});
