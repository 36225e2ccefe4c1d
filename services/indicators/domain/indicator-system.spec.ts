// The life of an indicator system: a draft may have faults, what is published never changes, what is retired stays so.
import { describe, expect, it } from 'vitest';
import {
  faultsOf,
  type NamedElement,
  publish,
  replaceContent,
  retire,
  type SystemRecord,
  type WrittenSystem,
} from './indicator-system.ts';

const elements: readonly NamedElement[] = [
  { code: 'EC-1', direction: 'higher', frequency: 'month', accumulation: 'cumulative' },
  { code: 'EC-2', direction: 'higher', frequency: 'month', accumulation: 'current' },
];
const [sum, mean] = [
  { method: 'sum', frequency: 'month', mayLack: 0 },
  { method: 'mean', frequency: 'month', mayLack: 0, precision: 2 },
];

const system: WrittenSystem = {
  code: 'thread',
  version: 1,
  name: '演示方案',
  total: '100',
  precision: 2,
  dimensions: [{ code: 'EC', name: '经济发展' }],
  classes: [{ code: 'urban', name: '城区' }],
  indicators: [
    {
      code: 'EC-01',
      name: '收入',
      dimensionCode: 'EC',
      elementCode: 'EC-1',
      direction: 'higher',
      aggregation: { method: 'latest', frequency: 'month', mayLack: 0 },
      rule: { type: 'target-completion', cap: '1.1', floor: '0' },
      missing: 'block',
      weights: { urban: '100' },
      source: 'assumed',
    },
  ],
};

const draft: SystemRecord = {
  id: '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10',
  county: '330381',
  state: 'draft',
  revision: 3,
  system,
  digest: 'a'.repeat(64),
  draftedOn: '2025-01-06',
  publishedOn: null,
  documentId: null,
  retiredOn: null,
  retirementReason: null,
};
const by = { documentId: '2b6a4f0e-6d0c-5e55-9c43-6f1f7f0b1c11', on: '2025-02-01', faultCount: 0 };
const published: SystemRecord = { ...draft, state: 'published', publishedOn: by.on, documentId: by.documentId };
const retired: SystemRecord = { ...published, state: 'retired', retiredOn: '2026-01-05', retirementReason: '取代' };

const withIndicator = (more: object): WrittenSystem => ({
  ...system,
  indicators: system.indicators.map((indicator) => ({ ...indicator, ...more })),
});

describe('the faults of a system', () => {
  it('are none where weights, rules and elements fit', () => {
    expect(faultsOf(system, elements)).toEqual([]);
  });

  it.each([
    ['UNKNOWN_ELEMENT', { elementCode: 'EC-9' }, '/indicators/0/elementCode'],
    ['ELEMENT_DIRECTION_DIFFERS', { direction: 'lower' }, '/indicators/0/direction'],
    [
      'ELEMENT_FREQUENCY_DIFFERS',
      { aggregation: { method: 'latest', frequency: 'year', mayLack: 0 } },
      '/indicators/0/aggregation/frequency',
    ],
    ['ELEMENT_ACCUMULATION_DIFFERS', { aggregation: sum }, '/indicators/0/aggregation/method'],
    ['ELEMENT_ACCUMULATION_DIFFERS', { aggregation: mean }, '/indicators/0/aggregation/method'],
    ['WEIGHTS_DO_NOT_SUM', { weights: { urban: '99.99' } }, '/classes/0'],
  ])('name %s with its path', (code, more, pointer) => {
    expect(faultsOf(withIndicator(more), elements)).toContainEqual(expect.objectContaining({ code, pointer }));
  });

  it.each([
    ['summed', sum],
    ['averaged', mean],
  ])('are none where values of single periods (当期) are %s', (_, aggregation) => {
    expect(faultsOf(withIndicator({ elementCode: 'EC-2', aggregation }), elements)).toEqual([]);
  });

  it('are listed all at once', () => {
    const codes = faultsOf(withIndicator({ elementCode: 'X', weights: { urban: '1' } }), []).map(({ code }) => code);
    expect(codes).toEqual(['WEIGHTS_DO_NOT_SUM', 'UNKNOWN_ELEMENT']);
  });
});

describe('a draft', () => {
  it('takes new content under its code and version', () => {
    const named = { ...system, name: '修改稿' };
    expect(replaceContent(draft, named, 'b'.repeat(64))).toMatchObject({
      ok: true,
      value: { revision: 4, system: named },
    });
  });

  it.each([
    ['another code', { code: 'other' }],
    ['another version', { version: 2 }],
  ])('does not take %s', (_, more) => {
    expect(replaceContent(draft, { ...system, ...more }, draft.digest)).toMatchObject({
      ok: false,
      refusal: { code: 'VALUE_INVALID' },
    });
  });

  it('without faults is published', () => {
    expect(publish(draft, by)).toMatchObject({ ok: true, value: { ...published, revision: 4 } });
  });

  it('with a fault is not', () => {
    expect(publish(draft, { ...by, faultCount: 1 })).toMatchObject({ refusal: { code: 'INDICATOR_SYSTEM_FAULTY' } });
  });

  it('is not retired', () => {
    expect(retire(draft, { on: '2026-01-05', reason: '取代' })).toMatchObject({ refusal: { code: 'STATE_CONFLICT' } });
  });
});

describe('what is published', () => {
  it('is retired once, with a reason', () => {
    const answer = retire(published, { on: '2026-01-05', reason: '取代' });
    expect(answer).toMatchObject({ ok: true, value: { ...retired, revision: 4 } });
    expect(retire(retired, { on: '2026-01-06', reason: '再次' })).toMatchObject({
      refusal: { code: 'STATE_CONFLICT' },
    });
  });

  it.each([
    ['published', published],
    ['retired', retired],
  ])('takes no content and no second publication while it is %s', (_, record) => {
    expect(replaceContent(record, system, draft.digest)).toMatchObject({ refusal: { code: 'STATE_CONFLICT' } });
    expect(publish(record, by)).toMatchObject({ refusal: { code: 'STATE_CONFLICT' } });
  });
});
