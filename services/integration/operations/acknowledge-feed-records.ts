// acknowledgeFeedRecords: what became of delivered records (R5), all of them or none.
import { hrSubscription } from '../deliveries/subscription.ts';
import { takeReceipt } from '../deliveries/take-receipt.ts';
import { type Acknowledgement, decideAcknowledgement, type Receipt } from '../domain/acknowledgement.ts';
import type { IntegrationHandler } from '../handler.ts';
import { lockNumbered } from '../store/deliveries.ts';
import type { DeliveryRow } from '../store/delivery-row.ts';
import { acknowledgedDelivery } from './acknowledged-delivery.ts';
import { acknowledgementProblem } from './acknowledgement-problem.ts';

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
    const decided = decideAcknowledgement(row === undefined ? undefined : acknowledgedDelivery(row), one, today);
    if ('refused' in decided) {
      const at = `/body/acknowledgements/${index}`;
      throw acknowledgementProblem(decided, one.deliveryNumber, { entry: at, number: `${at}/deliveryNumber` });
    }
    if (row === undefined) throw new Error('A delivery that is not there can not be acknowledged.');
    counts[one.outcome] += 1;
    if ('saidBefore' in decided) continue;
    await takeReceipt(call, row, decided);
    known.set(one.deliveryNumber, withReceipt(row, decided));
  }
  call.about(subscription);
  return { status: 201, body: counts };
};
