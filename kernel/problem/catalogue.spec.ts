// Every refusal of the closed list reads as a sentence in both languages, whatever its parameters count.
import { describe, expect, test } from 'vitest';
import { type ProblemCode, problemCatalogue } from '#contracts/generated/problems.ts';
import { type Language, languages, renderProblem } from './render.ts';

const codes = Object.keys(problemCatalogue) as ProblemCode[];

/** The names of a code's parameters. */
const namesOf = (code: ProblemCode): readonly string[] => {
  const { title, detail } = problemCatalogue[code];
  const texts = [title['zh-CN'], detail['zh-CN'], title.en, detail.en].join(' ');
  return [...new Set([...texts.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))];
};

const rendered = (code: ProblemCode, language: Language, count: number): string => {
  const params = Object.fromEntries(namesOf(code).map((name) => [name, count]));
  const { body } = renderProblem({ code, params, faults: [] }, language, 'f00');
  return `${body.title} | ${body.detail}`;
};

describe.each(languages)('in %s', (language) => {
  test.each(codes)('%s fills in its parameters', (code) => {
    for (const count of [0, 1, 2, 1_000]) expect(rendered(code, language, count)).not.toMatch(/[{}#]|plural|undefined/);
  });

  test.each(codes)('%s says no word twice and names no code', (code) => {
    const text = rendered(code, language, 2);
    expect(text).not.toMatch(/\b(\p{L}+) \1\b/iu);
    expect(text).not.toMatch(/\b[A-Z]+_[A-Z_]+\b/);
    expect(text.trim()).toMatch(/[.。]$/);
  });
});

test.each(codes)('%s counts one thing as one, in English', (code) => {
  expect(rendered(code, 'en', 1)).not.toMatch(
    /\b1 (faults|units|teams|elements|objections|items|seats|reasons|seconds)\b|\bone faults\b/,
  );
});

test.each<[ProblemCode, Record<string, string | number>, string, string]>([
  ['PLAN_FAULTY', { count: 1 }, 'The plan has 1 fault; see errors.', '目标计划有 1 处错误，见 errors。'],
  ['PLAN_FAULTY', { count: 2 }, 'The plan has 2 faults; see errors.', '目标计划有 2 处错误，见 errors。'],
  ['SIGNATURES_MISSING', { count: 1, first: 'E-1' }, 'The data element E-1 is not signed.', '数据元 E-1 尚未签字。'],
  [
    'SIGNATURES_MISSING',
    { count: 3, first: 'E-1' },
    '3 data elements are not signed, E-1 among them.',
    '有 3 个数据元尚未签字，如 E-1。',
  ],
  ['OBJECTIONS_OPEN', { count: 1 }, '1 objection is open.', '有 1 件异议未决。'],
  [
    'BODY_NOT_JSON',
    { reason: 'it is not UTF-8' },
    'The body could not be read as JSON: it is not UTF-8.',
    '请求体无法读取为 JSON：不是 UTF-8 编码。',
  ],
])('%s with %j', (code, params, english, chinese) => {
  const refusal = { code, params, faults: [] };
  expect(renderProblem(refusal, 'en', 'f00').body.detail).toBe(english);
  expect(renderProblem(refusal, 'zh-CN', 'f00').body.detail).toBe(chinese);
});
