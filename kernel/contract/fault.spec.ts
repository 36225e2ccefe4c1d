// What does not fit the contract is said in words that count right, and a blank text in the same words wherever it is found.
import { expect, test } from 'vitest';
import { inChinese } from '#kernel/problem/phrases.ts';
import { createAjv } from './ajv.ts';
import { operationsOf } from './document.ts';
import { faultsOf } from './fault.ts';
import { blankPattern, formatWords, patternWords } from './form-words.ts';
import { contractOf } from './load.ts';

const faults = (schema: object, value: unknown) => {
  const check = createAjv({ allErrors: true }).compile(schema);
  return check(value) ? [] : faultsOf(check.errors ?? [], '/body');
};

test.each<[object, unknown, string, string]>([
  [{ type: 'string', minLength: 2 }, 'a', 'at least 2 characters', '不得少于 2 个字符'],
  [{ type: 'string', maxLength: 1 }, 'ab', 'at most 1 character', '不得多于 1 个字符'],
  [{ type: 'array', minItems: 1 }, [], 'at least 1 item', '不得少于 1 项'],
  [{ type: 'array', maxItems: 2 }, [1, 2, 3], 'at most 2 items', '不得多于 2 项'],
  [{ type: 'object', minProperties: 1 }, {}, 'at least 1 field', '不得少于 1 个字段'],
  [{ type: 'object', maxProperties: 0 }, { a: 1 }, 'at most 0 fields', '不得多于 0 个字段'],
  [{ type: ['string', 'null'] }, 1, 'must be string or null', '类型须为 文本 或 空值（null）'],
  [{ type: 'integer' }, 'x', 'must be integer', '类型须为 整数'],
  [
    { type: 'array', uniqueItems: true },
    ['a', 'b', 'a'],
    'each item once; the items 0 and 2 are the same, counted from 0',
    '各项不得重复（第 0 项与第 2 项相同，从 0 起计）',
  ],
])('%j refuses %j as it reads in both languages', (schema, value, english, chinese) => {
  expect(faults(schema, value)).toMatchObject([{ pointer: '/body', expected: english }]);
  expect(inChinese(english)).toBe(chinese);
});

const name = { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' };

test.each(['', ' ', '\u3000', '\n'])('the text %j is blank, and that is said once', (text) => {
  expect(faults({ type: 'object', properties: { name } }, { name: text })).toEqual([
    { pointer: '/body/name', code: 'blank', expected: 'a text with a visible character' },
  ]);
});

test('a blank text beside a text that is too short are two faults', () => {
  const found = faults(
    { type: 'object', properties: { name, code: { type: 'string', minLength: 3 } } },
    { name: '', code: 'a' },
  );
  expect(found.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()).toEqual([
    '/body/code minLength',
    '/body/name blank',
  ]);
});

test.each([
  ['𠮷'.repeat(200), []],
  ['𠮷'.repeat(201), [{ code: 'maxLength' }]],
  ['e\u0301'.repeat(100), []],
])('a length counts characters (%#)', (text, wanted) => {
  expect(faults(name, text)).toMatchObject(wanted);
});

test('a pointer escapes the names that a caller gives (RFC 6901)', () => {
  const schema = {
    type: 'object',
    properties: { weights: { type: 'object', additionalProperties: { type: 'string' } } },
    additionalProperties: false,
  };
  const found = faults(schema, { weights: { 'a/b': 1, 'c~d': 2, '': 3 }, 'x/y': 1 });
  expect(found.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/body/weights/',
    '/body/weights/a~1b',
    '/body/weights/c~0d',
    '/body/x~1y',
  ]);
});

test.each<[object, string, string]>([
  [{ type: 'string', format: 'uuid' }, 'a UUID, such as 5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10', 'UUID，如'],
  [{ type: 'string', format: 'date' }, 'a date from 1900 to 2199, such as 2026-02-05', '日期'],
  [{ type: 'string', pattern: '^[0-9a-f]{64}$' }, 'a SHA-256 digest as 64 hexadecimal digits in lower case', '摘要'],
  [{ type: 'string', pattern: '^x$' }, 'must match pattern "^x$"', '须符合格式 ^x$'],
])('the form %j is said in words, where it has some', (schema, english, chinese) => {
  expect(faults(schema, '!')).toMatchObject([{ expected: english }]);
  expect(inChinese(english)).toContain(chinese);
});

test.each(['瑞\u200b委', '\ufeff瑞委', '瑞委\u00ad', '瑞\u{e0100}委'])(
  'a name that hides a character (%#) is refused',
  (code) => {
    expect(faults({ type: 'string', 'x-visible': true }, code)).toMatchObject([{ code: 'hidden' }]);
  },
);

test('a name whose characters all show passes', () => {
  expect(faults({ type: 'string', 'x-visible': true }, '瑞𠮷Aé1')).toEqual([]);
});

test.each(['integration', 'indicators', 'targets', 'evaluation', 'incentives'])(
  'each pattern and each format that a caller of %s has to keep has its words',
  (service) => {
    const document = contractOf(service);
    const asked = new Set<string>();
    const seen = new Set<unknown>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      const { pattern, format, $ref } = value as Record<string, unknown>;
      if (typeof pattern === 'string' && pattern !== blankPattern && !patternWords.has(pattern)) asked.add(pattern);
      if (typeof format === 'string' && !formatWords.has(format)) asked.add(format);
      if (typeof $ref === 'string') visit(document.components['schemas']?.[$ref.split('/').at(-1) ?? '']);
      for (const part of Object.values(value)) visit(part);
    };
    for (const { parameters, bodies } of operationsOf(service, document))
      for (const schema of [...parameters.map((each) => each.schema), ...bodies.values()]) visit(schema);
    expect([...asked]).toEqual([]);
  },
);
