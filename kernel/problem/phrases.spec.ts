// Refusals in Chinese say in Chinese what was expected and why a token failed, and keep names and values as they were written.
import { describe, expect, test } from 'vitest';
import { inChinese } from './phrases.ts';
import { type Language, renderProblem } from './render.ts';

const shown = (expected: string, language: Language): string | undefined =>
  renderProblem(
    { code: 'REQUEST_INVALID', params: { count: 1 }, faults: [{ pointer: '/body/x', code: 'x', expected }] },
    language,
    't',
  ).body.errors?.[0]?.expected;

describe('a phrase is put into Chinese', () => {
  test.each([
    ['a cursor that an earlier page gave', '之前某一页返回的游标'],
    ['must be integer', '类型须为 整数'],
    ['must be string or null', '类型须为 文本 或 空值（null）'],
    ['must be >= 1', '不得小于 1'],
    ['must be > 1', '须大于 1'],
    ['must match pattern "^[0-9]{2,12}$"', '须符合格式 ^[0-9]{2,12}$'],
    ['must match format "date"', '须为有效的 日期（1900 至 2199 年，如 2026-02-05）'],
    ['a value from 1 to 2', '1 至 2 之间的值'],
    ['the end of a month of the cycle', '考核周期内某月的期末'],
    ['the field «county»', '必须有字段“county”'],
    ['one of ["even","points"]', '须为下列值之一：["even","points"]'],
    ['no field «{field}»', '不得有字段“{field}”'],
    ['no field «a\nb»', '不得有字段“a\nb”'],
  ])('%s', (english, chinese) => {
    expect(inChinese(english)).toBe(chinese);
  });
});

describe('what is no phrase stays as it is', () => {
  test.each([
    '',
    'a month',
    'must be',
    '考核周期',
    'constructor',
    '__proto__',
    'the field «x» and more',
    'x must be integer',
  ])('«%s»', (text) => {
    expect(inChinese(text)).toBe(text);
  });
});

describe('an expectation', () => {
  test.each([
    ['said in English', 'a code used once', '不重复的代码', 'a code used once'],
    ['said in Chinese', '不是十进制数', '不是十进制数', 'is not a decimal'],
    ['that names a term which the caller wrote', 'no field «考核周期»', '不得有字段“考核周期”', 'no field «考核周期»'],
  ])('%s is in the language of the answer', (_case, expected, chinese, english) => {
    expect([shown(expected, 'zh-CN'), shown(expected, 'en')]).toEqual([chinese, english]);
  });
});

describe('the reason of a refused token', () => {
  test.each([
    ['algorithm', '签名算法不被接受'],
    ['claim aud', '声明 aud 不符'],
    ['malformed', '格式错误'],
  ])('«%s» is said in Chinese, and stays what it is for programs', (reason, chinese) => {
    const refusal = { code: 'TOKEN_INVALID', params: { reason }, faults: [] } as const;
    expect(renderProblem(refusal, 'zh-CN', 't').body).toMatchObject({
      detail: `访问令牌未通过校验：${chinese}。`,
      params: { reason },
    });
    expect(renderProblem(refusal, 'en', 't').body.detail).toContain(reason);
  });
});
