// acknowledgeFeedRecords: what became of delivered records (R5), all of them or none.
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { receiptEvent } from '../deliveries/receipt-event.ts';
import { hrSubscription } from '../deliveries/subscription.ts';
import {
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

const store = async (call: IntegrationCall, delivery: DeliveryRow, receipt: Receipt): Promise<void> => {
  await saveReceipt(call.tx, delivery, receipt);
  await call.append({ county: delivery.county, ...receiptEvent(delivery, receipt) });
};

/**
 * Takes the acknowledgements in their order. The first faulty one refuses the whole, with its place in `errors`: DELIVERY_UNKNOWN,
 * DELIVERY_DIFFERS, VALUE_INVALID, or STATE_CONFLICT for one that comes twice or before its time.
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
    const judged = row === undefined ? undefined : { ...row, recordKey: row.record_key };
    const decided = decideAcknowledgement(judged, one, today);
    if ('refused' in decided) throw problemOf(decided, one, index);
    if (row === undefined) throw new Error('A delivery that is not there can not be acknowledged.');
    await store(call, row, decided);
    known.set(one.deliveryNumber, { ...row, state: decided.state });
    counts[decided.state] += 1;
  }
  call.about(subscription);
  return { status: 201, body: counts };
};
