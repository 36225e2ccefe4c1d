// Every refusal of the closed list reads as a sentence in both languages, whatever its parameters count.
import { describe, expect, test } from 'vitest';
import { type ProblemCode, problemCatalogue } from '#contracts/generated/problems.ts';
import { faultCodes, faultText } from '#kernel/values/scheme/fault-text.ts';
import { type Language, languages, renderProblem } from './render.ts';
import { inEnglish } from './terms.ts';

const faultParams =
  'class dimension elementCode indicatorCode limit months period places revision sum total unitId weight'.split(' ');
const codes = Object.keys(problemCatalogue) as ProblemCode[];

/** The names of a code's parameters. */
const namesOf = (code: ProblemCode): readonly string[] => {
  const { title, detail } = problemCatalogue[code];
  const texts = [title['zh-CN'], detail['zh-CN'], title.en, detail.en].join(' ');
  return [...new Set([...texts.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))];
};

/** The names of those parameters that a text counts by. */
const countedIn = (code: ProblemCode): readonly string[] => {
  const { detail } = problemCatalogue[code];
  return [...`${detail['zh-CN']} ${detail.en}`.matchAll(/\{(\w+), plural/g)].map(([, name = '']) => name);
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

// «1 is» and its kin are no plurals.
const countsOneAsMany = /\b1 (?!is\b|was\b|has\b|does\b|differs\b)[a-z]+s\b|\b1 (are|were|have)\b/;

test.each(codes)('%s counts one thing as one, in English', (code) => {
  expect(rendered(code, 'en', 1)).not.toMatch(countsOneAsMany);
});

/** What stands for a parameter in an answer: words of the list of terms where it is a word, else a name. */
const samples: Readonly<Record<string, string>> = {
  what: '等次建议',
  state: '并列待定',
  wanted: '已提出',
  reason: '不是有效日期',
  colour: '黄',
  group: 'G-1',
};

/** A refusal with sample parameters, as its reader sees it. */
const sampled = (
  code: ProblemCode,
  language: Language,
): { readonly text: string; readonly given: readonly string[] } => {
  const counts = countedIn(code).map((name) => [name, 3] as const);
  const params = {
    ...Object.fromEntries(namesOf(code).map((name) => [name, samples[name] ?? 'X-7'])),
    ...Object.fromEntries(counts),
  };
  const { title, detail } = renderProblem({ code, params, faults: [] }, language, 'f00').body;
  return { text: `${title} ${detail}`, given: Object.values(params).map(String) };
};

test.each(codes)('%s has no Chinese in its English', (code) => {
  expect(sampled(code, 'en').text).not.toMatch(/\p{Script=Han}|[{}]|undefined|NaN/u);
});

test.each(codes)('%s names in Chinese what it was given', (code) => {
  const { text, given } = sampled(code, 'zh-CN');
  expect(text).not.toMatch(/[{}]|undefined|NaN/);
  expect(given.filter((value) => !text.includes(value))).toEqual([]);
});

test.each(faultCodes)('the fault %s reads in English without Chinese, and counts one as one', (code) => {
  for (const count of [1, 2]) {
    const params = Object.fromEntries(faultParams.map((name) => [name, count]));
    const text = inEnglish(faultText({ pointer: '', code, params }));
    expect(text).not.toMatch(/\p{Script=Han}|[{}]/u);
    expect(text).not.toMatch(/\b(\p{L}+) \1\b/iu);
    expect(text).not.toMatch(countsOneAsMany);
  }
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
