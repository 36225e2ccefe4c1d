// What a fault says: of a data element as of the scheme, with everything filled in.
import { expect, test } from 'vitest';
import type { SystemFault } from './indicator-system.ts';
import { systemFaultText } from './system-fault-text.ts';

test.each([
  ['UNKNOWN_ELEMENT', {}, '没有数据元 EC-1'],
  ['ELEMENT_DIRECTION_DIFFERS', { direction: 'higher' }, '数据元 EC-1 越高越好'],
  ['ELEMENT_DIRECTION_DIFFERS', { direction: 'lower' }, '数据元 EC-1 越低越好'],
  ['ELEMENT_FREQUENCY_DIFFERS', { frequency: 'month' }, '数据元 EC-1 按月报送'],
  ['ELEMENT_FREQUENCY_DIFFERS', { frequency: 'quarter' }, '数据元 EC-1 按季报送'],
  ['ELEMENT_FREQUENCY_DIFFERS', { frequency: 'year' }, '数据元 EC-1 按年报送'],
  ['ELEMENT_ACCUMULATION_DIFFERS', { accumulation: 'cumulative' }, '数据元 EC-1 为年初累计值只能取最后一期'],
  ['RANGE_REVERSED', {}, '上下限颠倒或超出范围'],
] as const)('%s %j says what is wrong', (code, params, text) => {
  const fault: SystemFault = { pointer: '/indicators/0', code, params: { element: 'EC-1', ...params } };
  expect(systemFaultText(fault)).toBe(text);
});
