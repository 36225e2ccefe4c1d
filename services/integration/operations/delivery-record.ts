// A delivery as the contract shows it.
import type { components } from '#contracts/generated/integration.ts';
import type { DeliveryRow } from '../store/delivery-row.ts';

/** The record of a delivery. */
export const deliveryRecord = (row: DeliveryRow): components['schemas']['Delivery'] => ({
  id: row.id,
  county: row.county,
  partner: row.partner,
  kind: row.kind,
  recordKey: row.record_key,
  version: row.version,
  deliveryNumber: row.number,
  state: row.state,
  digest: row.digest,
  rejectCode: row.reject_code,
  rejectDetail: row.reject_detail,
  receiptDate: row.receipt_date,
  executedDocument: row.executed_document,
});
