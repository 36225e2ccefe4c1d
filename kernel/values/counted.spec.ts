// What is counted agrees with its number.
import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test.each([
  [0, '0 decimal places'],
  [1, '1 decimal place'],
  ['1', '1 decimal place'],
  [2, '2 decimal places'],
  [11, '11 decimal places'],
  ['50+', '50+ decimal places'],
])('%s', (count, want) => {
  expect(counted(count, 'decimal place')).toBe(want);
});
