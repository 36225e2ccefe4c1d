// Storing what a partner said of a delivery.
import { sql, type Transaction } from 'kysely';
import type { Receipt } from '../domain/acknowledgement.ts';
import type { DeliveryRow } from './delivery-row.ts';
import type { DB } from './tables.ts';

/** The new state of a delivery, with the number of the partner's receipt where it gives one. */
export interface StoredReceipt extends Receipt {
  readonly receipt?: string;
}

/** Stores the receipt, and takes the claim away. A version that was accepted supersedes those accepted before it. */
export const saveReceipt = async (
  tx: Transaction<DB>,
  delivery: Pick<DeliveryRow, 'county' | 'id' | 'partner' | 'record_key' | 'version'>,
  receipt: StoredReceipt,
): Promise<void> => {
  await tx
    .updateTable('delivery')
    .set({
      state: receipt.state,
      reject_code: receipt.rejectCode,
      reject_detail: receipt.rejectDetail,
      executed_document: receipt.executedDocument,
      receipt_date: receipt.receiptDate,
      ...(receipt.state === 'accepted' ? { accepted_on: receipt.receiptDate } : {}),
      ...(receipt.receipt === undefined ? {} : { receipt: receipt.receipt }),
      claim: null,
      claimed_until: null,
    })
    .where('county', '=', delivery.county)
    .where('id', '=', delivery.id)
    .execute();
  if (receipt.state !== 'accepted') return;
  await sql`
    update delivery set state = 'superseded' where county = ${delivery.county} and partner = ${delivery.partner}
      and record_key = ${delivery.record_key} and version < ${delivery.version} and state = 'accepted'`.execute(tx);
};
