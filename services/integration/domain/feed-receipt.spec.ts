// The receipt for a range of the feed, as a table of cases.
import { describe, expect, it } from 'vitest';
import type { AcknowledgedDelivery } from './acknowledgement.ts';
import { decideFeedReceipt, type FeedReceipt, type HeldRange } from './feed-receipt.ts';

const today = '2026-04-10';
const digest = 'a'.repeat(64);
const sent = (serial: number, over: Partial<AcknowledgedDelivery> = {}): AcknowledgedDelivery => ({
  recordKey: `record-${serial}`,
  version: 1,
  kind: 'team-result',
  state: 'sent',
  decidedOn: '2026-04-01',
  acceptedOn: null,
  receiptDate: null,
  rejectCode: null,
  rejectDetail: null,
  executedDocument: null,
  ...over,
});
/** Deliveries 4, 5 and 7; number 6 is of nobody, and 7 is a withdrawal. */
const held: HeldRange = {
  digest,
  more: false,
  deliveries: [
    { deliveryNumber: '4', delivery: sent(4) },
    { deliveryNumber: '5', delivery: sent(5) },
    { deliveryNumber: '7', delivery: 'withdrawn' },
  ],
};
const receipt: FeedReceipt = { from: '4', through: '7', digest, date: today, exceptions: [] };
const unknown = { deliveryNumber: '5', code: 'GRADE_UNKNOWN' };
const decide = (over: Partial<FeedReceipt>, of: HeldRange = held) =>
  decideFeedReceipt(of, { ...receipt, ...over }, today);
const withFirst = (over: Partial<AcknowledgedDelivery>): HeldRange => ({
  ...held,
  deliveries: [{ deliveryNumber: '4', delivery: sent(4, over) }, ...held.deliveries.slice(1)],
});

describe('E16 a receipt for a range', () => {
  it('accepts every record of it, and counts what was withdrawn', () => {
    expect(decide({})).toMatchObject({
      receipts: [
        { deliveryNumber: '4', receipt: { state: 'accepted', receiptDate: today } },
        { deliveryNumber: '5', receipt: { state: 'accepted' } },
      ],
      accepted: 2,
      rejected: 0,
      withdrawn: 1,
    });
  });

  it('rejects its exceptions by their codes', () => {
    expect(decide({ exceptions: [{ ...unknown, detail: '未知等次' }] })).toMatchObject({
      receipts: [
        { receipt: { state: 'accepted' } },
        { receipt: { state: 'rejected', rejectCode: 'GRADE_UNKNOWN', rejectDetail: '未知等次' } },
      ],
      accepted: 1,
      rejected: 1,
    });
  });

  it('brings nothing new of what was said before, and counts it again', () => {
    const accepted = withFirst({ state: 'accepted', acceptedOn: today, receiptDate: today });
    expect(decide({}, accepted)).toMatchObject({ receipts: [{ deliveryNumber: '5' }], accepted: 2 });
    const replaced = withFirst({ state: 'superseded', acceptedOn: today, receiptDate: today });
    expect(decide({}, replaced)).toMatchObject({ receipts: [{ deliveryNumber: '5' }], accepted: 2 });
  });

  const invalid = (field: string) => ({ refused: 'ENTRY', refusal: { refused: 'VALUE_INVALID', field } });
  const refusals: readonly [string, Partial<FeedReceipt>, HeldRange, object][] = [
    ['that is dated after the business day', { date: '2026-04-11' }, held, invalid('date')],
    ['that ends before it begins', { from: '7', through: '4' }, held, invalid('through')],
    ['of more than a page', {}, { ...held, more: true }, invalid('through')],
    ['from a number that the feed never gave', { from: '3' }, held, { at: '/from', deliveryNumber: '3' }],
    ['through a number that the feed never gave', { through: '8' }, held, { at: '/through', deliveryNumber: '8' }],
    ['of nothing', {}, { ...held, deliveries: [] }, { at: '/from' }],
    ['with another digest', { digest: 'b'.repeat(64) }, held, { refused: 'RANGE_DIFFERS', digest }],
    [
      'with an exception out of its range',
      { exceptions: [{ ...unknown, deliveryNumber: '6' }] },
      held,
      { at: '/exceptions/0', ...invalid('deliveryNumber') },
    ],
    [
      'that rejects a withdrawal',
      { exceptions: [{ ...unknown, deliveryNumber: '7' }] },
      held,
      { at: '/exceptions/0', ...invalid('deliveryNumber') },
    ],
    [
      'that rejects a delivery twice',
      { exceptions: [unknown, { ...unknown, code: 'DUPLICATE_YEAR' }] },
      held,
      { at: '/exceptions/1', ...invalid('deliveryNumber') },
    ],
    [
      'of a record that was not read',
      {},
      withFirst({ state: 'due' }),
      { deliveryNumber: '4', refusal: { refused: 'STATE_CONFLICT', state: 'due', wanted: 'sent' } },
    ],
    [
      'that accepts what was rejected',
      {},
      withFirst({ state: 'rejected', rejectCode: 'GRADE_UNKNOWN', receiptDate: today }),
      { deliveryNumber: '4', refusal: { refused: 'STATE_CONFLICT', state: 'rejected' } },
    ],
    [
      'that accepts on another day than before',
      {},
      withFirst({ state: 'accepted', acceptedOn: '2026-04-09', receiptDate: '2026-04-09' }),
      { deliveryNumber: '4', refusal: { refused: 'STATE_CONFLICT', state: 'accepted' } },
    ],
    [
      'that rejects what was accepted',
      { exceptions: [{ ...unknown, deliveryNumber: '4' }] },
      withFirst({ state: 'accepted', acceptedOn: today, receiptDate: today }),
      { at: '/exceptions/0', deliveryNumber: '4', refusal: { refused: 'STATE_CONFLICT', state: 'accepted' } },
    ],
  ];
  it.each(refusals)('%s is refused', (_, over, of, refusal) => {
    expect(decide(over, of)).toMatchObject(refusal);
  });
});
