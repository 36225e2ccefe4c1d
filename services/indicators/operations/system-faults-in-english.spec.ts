// What keeps a system from being published is said in English to who asks for it.
import { expect, test } from 'vitest';
import { inEnglish } from '#kernel/problem/terms.ts';
import type { ElementFault } from '../domain/indicator-system.ts';
import { systemFaultText } from '../domain/system-fault-text.ts';

const accumulated = 'data element EC-1 counts from the beginning of the year, so that only its last value can be taken';

test.each([
  ['UNKNOWN_ELEMENT', {}, 'there is no data element EC-1'],
  ['ELEMENT_DIRECTION_DIFFERS', { direction: 'higher' }, 'data element EC-1 is better when higher'],
  ['ELEMENT_DIRECTION_DIFFERS', { direction: 'lower' }, 'data element EC-1 is better when lower'],
  ['ELEMENT_FREQUENCY_DIFFERS', { frequency: 'month' }, 'data element EC-1 is sent monthly'],
  ['ELEMENT_FREQUENCY_DIFFERS', { frequency: 'quarter' }, 'data element EC-1 is sent quarterly'],
  ['ELEMENT_FREQUENCY_DIFFERS', { frequency: 'year' }, 'data element EC-1 is sent yearly'],
  ['ELEMENT_ACCUMULATION_DIFFERS', { accumulation: 'cumulative' }, accumulated],
] as const)('%s %j', (code, params, english) => {
  const fault: ElementFault = { pointer: '/indicators/0', code, params: { element: 'EC-1', ...params } };
  expect(inEnglish(systemFaultText(fault))).toBe(english);
});
