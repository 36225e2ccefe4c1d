// Refusals in English name things, states and reasons in English, and leave names as they are.
import { expect, test } from 'vitest';
import { renderProblem } from './render.ts';
import { inEnglish } from './terms.ts';

test.each([
  ['a term', '考核周期', 'cycle'],
  ['a term with a number', '交付 12', 'delivery 12'],
  ['terms put together', '已下达或逾期未答复', 'issued or overdue'],
  ['the longer of two terms', '目标计划', 'plan'],
  ['a reason with commas of its own', 'P4 须指明一个月份，如 2025-03', 'P4 needs a month, such as 2025-03'],
  ['a list', 'GDP、EL-7', 'GDP, EL-7'],
  ['one of a thing', '最多保留 1 位小数', 'at most 1 decimal place'],
  ['two of a thing', '最多保留 2 位小数', 'at most 2 decimal places'],
  ['eleven of a thing', '跨度 11 个月超过上限 1 个月', 'a span of 11 months is above the limit of 1 month'],
  ['one thing above a limit', '跨度 1 个月超过上限 11 个月', 'a span of 1 month is above the limit of 11 months'],
])('%s is put into English', (_what, chinese, english) => {
  expect(inEnglish(chinese)).toBe(english);
});

test.each([
  ['a name that begins with a term', '文件处'],
  ['a name that holds a term', '瑞安市目标办'],
  ['English', 'plan'],
  ['a code', 'KJ-2025_3'],
  ['nothing', ''],
  ['a name of a property of every object', 'constructor'],
])('%s stays as it is', (_what, text) => {
  expect(inEnglish(text)).toBe(text);
});

test('the parameters for programs are the same in both languages', () => {
  const refusal = { code: 'NOT_FOUND', params: { what: '考核周期' }, faults: [] } as const;
  expect(renderProblem(refusal, 'en', 't').body).toMatchObject({
    params: { what: '考核周期' },
    detail: 'There is no such cycle, or you may not know of it.',
  });
  expect(renderProblem(refusal, 'zh-CN', 't').body.detail).toBe('找不到考核周期，或者您无权得知其存在。');
});
