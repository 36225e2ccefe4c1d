// DeliveryAcknowledged: the HR system took a measure, or carried it out.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { isoDate } from '#kernel/values/date.ts';
import { deliverMeasure, executeMeasure, type Measure } from '../domain/measure.ts';
import type { IncentivesReaction } from '../handler.ts';
import { measureNames } from '../operations/measure-record.ts';
import { lockReceiptedMeasure } from '../store/lock-receipted-measure.ts';
import { saveMeasure } from '../store/save-measure.ts';

type Acknowledged = 'cn.jixiao.integration.DeliveryAcknowledged.v1';
type Event = Parameters<IncentivesReaction<Acknowledged>>[0];
type Call = Parameters<IncentivesReaction<Acknowledged>>[1];

// A receipt that does not fit the measure's state parks its event: somebody has to look at it.
const move = (result: ReturnType<typeof deliverMeasure>, event: Event): Measure => {
  if (result.ok) return result.value;
  throw new Error(`The receipt ${event.payload.outcome} does not fit: ${JSON.stringify(result.refusal.params)}.`);
};

const deliver = async (measure: Measure, event: Event, call: Call): Promise<void> => {
  const { deliveryId, date } = event.payload;
  const delivered = move(deliverMeasure(measure, isoDate(date)), event);
  await saveMeasure(call.tx, delivered);
  await call.append({
    type: 'cn.jixiao.incentives.MeasureDelivered.v1',
    key: delivered.id,
    payload: { ...measureNames(delivered), deliveryId, deliveredOn: date },
  });
};

const execute = async (measure: Measure, event: Event, call: Call): Promise<void> => {
  const { deliveryId, date, executedDocument } = event.payload;
  if (executedDocument === null) throw new Error('The receipt of an execution names no document.');
  const executed = move(executeMeasure(measure, { on: isoDate(date), document: executedDocument }), event);
  await saveMeasure(call.tx, executed);
  await call.append({
    type: 'cn.jixiao.incentives.MeasureExecuted.v1',
    key: executed.id,
    payload: { ...measureNames(executed), deliveryId, executedOn: date, executedDocument },
  });
};

/** Moves the measure by HR's receipt. Receipts of other records are not this service's. */
export const followDelivery: IncentivesReaction<Acknowledged> = async (event, call) => {
  const { kind, recordKey, outcome } = event.payload;
  if (kind !== 'measure') return;
  const measure = await lockReceiptedMeasure(call.tx, countyOfEvent(event), recordKey);
  if (measure === undefined) throw new Error(`There is no measure ${recordKey}.`);
  await (outcome === 'accepted' ? deliver : execute)(measure, event, call);
};
