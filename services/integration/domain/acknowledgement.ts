// What a partner says of a delivered record, judged against what was delivered.
import type { DeliveryKind, DeliveryState } from './delivery.ts';

/** An acknowledgement of one record. */
export interface Acknowledgement {
  readonly deliveryNumber: string;
  readonly recordKey: string;
  readonly version: number;
  readonly outcome: 'accepted' | 'rejected' | 'executed';
  readonly code?: string;
  readonly detail?: string;
  readonly executedDocument?: string;
  readonly date: string;
}

/** What is known of the delivery that a number stands for. */
export interface AcknowledgedDelivery {
  readonly recordKey: string;
  readonly version: number;
  readonly kind: DeliveryKind;
  readonly state: DeliveryState;
  /** The day of the decision that it tells of. */
  readonly decidedOn: string;
  /** What the partner has said of it so far. */
  readonly acceptedOn: string | null;
  readonly receiptDate: string | null;
  readonly rejectCode: string | null;
  readonly rejectDetail: string | null;
  readonly executedDocument: string | null;
}

/** The new state of the delivery with its receipt. */
export interface Receipt {
  readonly state: 'accepted' | 'rejected' | 'executed';
  readonly rejectCode: string | null;
  readonly rejectDetail: string | null;
  readonly executedDocument: string | null;
  readonly receiptDate: string;
}

/** Why an acknowledgement is refused. */
export type AcknowledgementRefusal =
  | { readonly refused: 'DELIVERY_UNKNOWN' }
  | { readonly refused: 'DELIVERY_DIFFERS'; readonly recordKey: string; readonly version: number }
  | { readonly refused: 'VALUE_INVALID'; readonly field: string; readonly reason: string }
  | { readonly refused: 'STATE_CONFLICT'; readonly state: DeliveryState; readonly wanted: DeliveryState };

const invalid = (field: string, reason: string): AcknowledgementRefusal => ({
  refused: 'VALUE_INVALID',
  field,
  reason,
});

const faultOfFields = (
  { outcome, code, detail, executedDocument, date }: Acknowledgement,
  today: string,
): AcknowledgementRefusal | undefined => {
  if (date > today) return invalid('date', `晚于当前业务日期 ${today}`);
  if (outcome === 'rejected' && code === undefined) return invalid('code', '退回须有代码');
  if (outcome !== 'rejected' && (code !== undefined || detail !== undefined)) return invalid('code', '只有退回带代码');
  if (outcome === 'executed' && executedDocument === undefined) return invalid('executedDocument', '执行须有文号');
  if (outcome !== 'executed' && executedDocument !== undefined) return invalid('executedDocument', '只有执行带文号');
  return undefined;
};

/** Nothing is received before it was decided, nor executed before it was accepted: such a date is a mistake of the partner's. */
const faultOfDate = (
  { decidedOn, acceptedOn }: AcknowledgedDelivery,
  { outcome, date }: Acknowledgement,
): AcknowledgementRefusal | undefined => {
  const earliest = outcome === 'executed' ? (acceptedOn ?? decidedOn) : decidedOn;
  return date < earliest ? invalid('date', `不早于 ${earliest}`) : undefined;
};

/** Whether the partner has said just this before: the same again is no second receipt, whenever it comes. */
const isSaid = (delivery: AcknowledgedDelivery, given: Acknowledgement): boolean => {
  switch (given.outcome) {
    case 'accepted':
      return delivery.acceptedOn === given.date;
    case 'rejected':
      return (
        delivery.rejectCode === given.code &&
        delivery.rejectDetail === (given.detail ?? null) &&
        delivery.receiptDate === given.date
      );
    case 'executed':
      return delivery.executedDocument === given.executedDocument && delivery.receiptDate === given.date;
  }
};

/** That an acknowledgement was taken before and changes nothing. */
export interface SaidBefore {
  readonly saidBefore: true;
}

/**
 * Judges one acknowledgement. A record is accepted or rejected once, after it was decided and read; a measure is executed after it
 * was accepted. The same with the same content may come again.
 */
export const decideAcknowledgement = (
  delivery: AcknowledgedDelivery | undefined,
  given: Acknowledgement,
  today: string,
): Receipt | SaidBefore | AcknowledgementRefusal => {
  if (delivery === undefined) return { refused: 'DELIVERY_UNKNOWN' };
  const { recordKey, version, kind, state } = delivery;
  if (recordKey !== given.recordKey || version !== given.version)
    return { refused: 'DELIVERY_DIFFERS', recordKey, version };
  const fault = faultOfFields(given, today);
  if (fault !== undefined) return fault;
  if (given.outcome === 'executed' && kind !== 'measure') return invalid('outcome', '只有措施可以执行');
  const wanted = given.outcome === 'executed' ? 'accepted' : 'sent';
  if (isSaid(delivery, given)) return { saidBefore: true };
  const early = faultOfDate(delivery, given);
  if (early !== undefined) return early;
  if (state !== wanted) return { refused: 'STATE_CONFLICT', state, wanted };
  return {
    state: given.outcome,
    rejectCode: given.code ?? null,
    rejectDetail: given.detail ?? null,
    executedDocument: given.executedDocument ?? null,
    receiptDate: given.date,
  };
};

/** The states of a delivery in words. */
export const stateWords: Readonly<Record<DeliveryState, string>> = {
  due: '待交付',
  sent: '已送出',
  accepted: '已接收',
  rejected: '已退回',
  executed: '已执行',
  superseded: '已被替代',
};
