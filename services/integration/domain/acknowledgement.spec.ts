// What a partner says of a record counts once, in its order; the same again says nothing new.
import { describe, expect, it } from 'vitest';
import { type AcknowledgedDelivery, type Acknowledgement, decideAcknowledgement } from './acknowledgement.ts';

const sent: AcknowledgedDelivery = {
  recordKey: 'record',
  version: 1,
  kind: 'measure',
  state: 'sent',
  decidedOn: '2025-04-01',
  acceptedOn: null,
  receiptDate: null,
  rejectCode: null,
  rejectDetail: null,
  executedDocument: null,
};
const accepted: AcknowledgedDelivery = {
  ...sent,
  state: 'accepted',
  acceptedOn: '2025-04-08',
  receiptDate: '2025-04-08',
};
const executed: AcknowledgedDelivery = {
  ...accepted,
  state: 'executed',
  executedDocument: '文1',
  receiptDate: '2025-04-09',
};
const rejected: AcknowledgedDelivery = {
  ...sent,
  state: 'rejected',
  rejectCode: 'KIND_UNKNOWN',
  receiptDate: '2025-04-08',
};

const base = { deliveryNumber: '7', recordKey: 'record', version: 1, date: '2025-04-08' } as const;
const accept: Acknowledgement = { ...base, outcome: 'accepted' };
const reject: Acknowledgement = { ...base, outcome: 'rejected', code: 'KIND_UNKNOWN' };
const execute: Acknowledgement = { ...base, outcome: 'executed', executedDocument: '文1', date: '2025-04-09' };
const decide = (delivery: AcknowledgedDelivery | undefined, given: Acknowledgement) =>
  decideAcknowledgement(delivery, given, '2025-04-10');

describe('a first acknowledgement', () => {
  it.each([
    ['accepts what was sent', sent, accept, 'accepted'],
    ['rejects what was sent', sent, reject, 'rejected'],
    ['accepts on the day of the decision', sent, { ...accept, date: '2025-04-01' }, 'accepted'],
    ['executes what was accepted', accepted, execute, 'executed'],
    ['executes on the day of the acceptance', accepted, { ...execute, date: '2025-04-08' }, 'executed'],
  ] as const)('%s', (_, delivery, given, state) => {
    expect(decide(delivery, given)).toMatchObject({ state, receiptDate: given.date });
  });
});

describe('the same acknowledgement again', () => {
  it.each([
    ['of an acceptance', accepted, accept],
    ['of an acceptance after the execution', executed, accept],
    ['of an acceptance that a later version superseded', { ...accepted, state: 'superseded' }, accept],
    ['of a reject', rejected, reject],
    ['of a reject that was repaired', { ...rejected, state: 'superseded' }, reject],
    ['of an execution', executed, execute],
  ] as const)('%s says nothing new', (_, delivery, given) => {
    expect(decide(delivery, given)).toEqual({ saidBefore: true });
  });
});

describe('an acknowledgement is refused', () => {
  it.each([
    ['that accepts on another day', accepted, { ...accept, date: '2025-04-09' }],
    ['that rejects what was accepted', accepted, reject],
    ['that accepts what was rejected', rejected, accept],
    ['that rejects by another code', rejected, { ...reject, code: 'OTHER_CODE' }],
    ['that rejects with another detail', rejected, { ...reject, detail: '其他' }],
    ['that rejects on another day', rejected, { ...reject, date: '2025-04-09' }],
    ['that executes by another document', executed, { ...execute, executedDocument: '文2' }],
    ['that executes on another day', executed, { ...execute, date: '2025-04-10' }],
    ['that executes what was not accepted', sent, execute],
    ['that accepts what was not read', { ...sent, state: 'due' }, accept],
  ] as const)('%s: STATE_CONFLICT', (_, delivery, given) => {
    expect(decide(delivery, given)).toMatchObject({ refused: 'STATE_CONFLICT' });
  });

  it.each([
    ['of no delivery', undefined, accept, 'DELIVERY_UNKNOWN'],
    ['of another version', accepted, { ...accept, version: 2 }, 'DELIVERY_DIFFERS'],
    ['of another record', accepted, { ...accept, recordKey: 'other' }, 'DELIVERY_DIFFERS'],
    ['dated after today', accepted, { ...accept, date: '2025-04-11' }, 'VALUE_INVALID'],
    ['that accepts before the decision', sent, { ...accept, date: '2025-03-31' }, 'VALUE_INVALID'],
    ['that rejects before the decision', sent, { ...reject, date: '2025-03-31' }, 'VALUE_INVALID'],
    ['that executes before the acceptance', accepted, { ...execute, date: '2025-04-07' }, 'VALUE_INVALID'],
    ['that rejects without a code', sent, { ...base, outcome: 'rejected' }, 'VALUE_INVALID'],
    ['that executes a team result', { ...accepted, kind: 'team-result' }, execute, 'VALUE_INVALID'],
  ] as const)('%s: %s', (_, delivery, given, refused) => {
    expect(decide(delivery, given)).toMatchObject({ refused });
  });
});
