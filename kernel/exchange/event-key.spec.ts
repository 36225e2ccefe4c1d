// E2: an event is ordered among those of the aggregate that its contract names as the key, and of no other.
import { describe, expect, test } from 'vitest';
import { requireContractKey } from './event-key.ts';

const planApproved = 'cn.jixiao.targets.PlanApproved.v1';
const dayBegan = 'cn.jixiao.integration.DayBegan.v1';

describe('E2 an event is refused', () => {
  test.each([
    [
      'whose key is another field of the payload',
      { type: planApproved, county: '330381', key: 'unit-1', payload: { planId: 'plan-1', unitId: 'unit-1' } },
      'its key is "unit-1", but its planId is "plan-1"',
    ],
    [
      'whose key is another county than its own',
      { type: dayBegan, county: '330381', key: '330382', payload: { county: '330382' } },
      'its key is "330382", but its county is "330381"',
    ],
    [
      'that belongs to no county and is ordered by it',
      { type: dayBegan, county: null, key: '330381', payload: {} },
      'its county is null',
    ],
  ])('%s', (_case, event, sentence) => {
    expect(() => requireContractKey(event)).toThrow(sentence);
  });
});

describe('E2 an event passes', () => {
  test.each([
    [
      'whose key is what its contract names',
      { type: planApproved, county: '330381', key: 'p', payload: { planId: 'p' } },
    ],
    ['whose key is its county', { type: dayBegan, county: '330381', key: '330381', payload: {} }],
    ['that no contract knows', { type: 'cn.jixiao.targets.Unknown.v1', county: null, key: 'x', payload: null }],
  ])('%s', (_case, event) => {
    expect(() => requireContractKey(event)).not.toThrow();
  });
});
