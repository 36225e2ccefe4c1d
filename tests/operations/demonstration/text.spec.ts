// Columns for a terminal line up, also with Chinese characters in them.
import { expect, test } from 'vitest';
import { columns, padded, tally } from '../../../demonstration/text.ts';

test.each([
  ['优秀', 6, '优秀  '],
  ['8 → 7', 6, '8 → 7 '],
  ['（一）', 6, '（一）'],
  ['longer than that', 4, 'longer than that'],
  ['', 2, '  '],
])('%s is padded to a width of %i', (text, width, wanted) => {
  expect(padded(text, width)).toBe(wanted);
});

test('columns are as wide as their widest text, and no blank ends a line', () => {
  expect(
    columns([
      ['街道组', '1', '优秀'],
      ['乡镇组', '10', ''],
    ]),
  ).toEqual(['街道组  1   优秀', '乡镇组  10']);
  expect(columns([])).toEqual([]);
});

test('a tally counts words in the order in which they came', () => {
  expect(tally(['良好', '优秀', '良好'])).toBe('良好 2、优秀 1');
  expect(tally([])).toBe('无');
});
