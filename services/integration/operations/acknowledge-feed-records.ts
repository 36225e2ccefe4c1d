// acknowledgeFeedRecords: what became of delivered records (R5), all of them or none.
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { receiptEvent } from '../deliveries/receipt-event.ts';
import { hrSubscription } from '../deliveries/subscription.ts';
import {
  type AcknowledgedDelivery,
  type Acknowledgement,
  type AcknowledgementRefusal,
  decideAcknowledgement,
  type Receipt,
  stateWords,
} from '../domain/acknowledgement.ts';
import type { IntegrationCall, IntegrationHandler } from '../handler.ts';
import { lockNumbered } from '../store/deliveries.ts';
import type { DeliveryRow } from '../store/delivery-row.ts';
import { saveReceipt } from '../store/save-receipt.ts';

const problemOf = (refusal: AcknowledgementRefusal, given: Acknowledgement, index: number): Problem => {
  const at = `/body/acknowledgements/${index}`;
  const { deliveryNumber } = given;
  switch (refusal.refused) {
    case 'DELIVERY_UNKNOWN': {
      const faults = [
        { pointer: `${at}/deliveryNumber`, code: refusal.refused, expected: 'a number that the feed gave' },
      ];
      return problem('DELIVERY_UNKNOWN', { deliveryNumber }, { faults });
    }
    case 'DELIVERY_DIFFERS': {
      const { recordKey, version } = refusal;
      const faults = [
        { pointer: at, code: refusal.refused, expected: `version ${version} of the record ${recordKey}` },
      ];
      return problem('DELIVERY_DIFFERS', { deliveryNumber, recordKey, version }, { faults });
    }
    case 'VALUE_INVALID': {
      const { field, reason } = refusal;
      const faults = [{ pointer: `${at}/${field}`, code: refusal.refused, expected: reason }];
      return problem('VALUE_INVALID', { field, reason }, { faults });
    }
    case 'STATE_CONFLICT': {
      const { state, wanted } = refusal;
      const faults = [{ pointer: at, code: refusal.refused, expected: `a delivery that is ${wanted}` }];
      const params = { what: `交付 ${deliveryNumber} `, state: stateWords[state], wanted: stateWords[wanted] };
      return problem('STATE_CONFLICT', params, { faults });
    }
  }
};

const acknowledged = (row: DeliveryRow): AcknowledgedDelivery => ({
  recordKey: row.record_key,
  version: row.version,
  kind: row.kind,
  state: row.state,
  acceptedOn: row.accepted_on,
  receiptDate: row.receipt_date,
  rejectCode: row.reject_code,
  rejectDetail: row.reject_detail,
  executedDocument: row.executed_document,
});

/** The row as it is with a receipt: one call may acknowledge a delivery twice. */
const withReceipt = (row: DeliveryRow, receipt: Receipt): DeliveryRow => ({
  ...row,
  state: receipt.state,
  accepted_on: receipt.state === 'accepted' ? receipt.receiptDate : row.accepted_on,
  receipt_date: receipt.receiptDate,
  reject_code: receipt.rejectCode,
  reject_detail: receipt.rejectDetail,
  executed_document: receipt.executedDocument,
});

const store = async (call: IntegrationCall, delivery: DeliveryRow, receipt: Receipt): Promise<void> => {
  await saveReceipt(call.tx, delivery, receipt);
  await call.append({ county: delivery.county, ...receiptEvent(delivery, receipt) });
};

/**
 * Takes the acknowledgements in their order. The first faulty one refuses the whole, with its place in `errors`: DELIVERY_UNKNOWN,
 * DELIVERY_DIFFERS, VALUE_INVALID, or STATE_CONFLICT for one that comes before its time or says something else than before. What
 * was said before changes nothing and is counted again.
 */
export const acknowledgeFeedRecords: IntegrationHandler<'acknowledgeFeedRecords'> = async ({ query, body }, call) => {
  const today = await call.today(query.county);
  const subscription = hrSubscription(query.county);
  const given: readonly Acknowledgement[] = body.acknowledgements;
  const numbers = given.map(({ deliveryNumber }) => deliveryNumber);
  const known = new Map(await lockNumbered(call.tx, subscription, numbers));
  const counts = { accepted: 0, rejected: 0, executed: 0 };
  for (const [index, one] of given.entries()) {
    const row = known.get(one.deliveryNumber);
    const decided = decideAcknowledgement(row === undefined ? undefined : acknowledged(row), one, today);
    if ('refused' in decided) throw problemOf(decided, one, index);
    if (row === undefined) throw new Error('A delivery that is not there can not be acknowledged.');
    counts[one.outcome] += 1;
    if ('saidBefore' in decided) continue;
    await store(call, row, decided);
    known.set(one.deliveryNumber, withReceipt(row, decided));
  }
  call.about(subscription);
  return { status: 201, body: counts };
};
